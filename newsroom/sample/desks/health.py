"""Health: hospitals, medicine, nutrition, mental health, public health."""

from typing import Final

from newsroom.sample.desks.notation import desk

HEALTH: Final = desk(
    "health",
    0.08,
    """
illness: asthma | migraine | type 2 diabetes | high blood pressure | back pain | long Covid | hay fever | arthritis
  | tinnitus | sleep apnoea | eczema | osteoporosis
# hospitals; value=3; event=the hospital crisis in {city}
- {city} hospital closes [maternity ward|emergency room at night|children's ward]
+ for lack of midwives, nurses and money
+ from {month} and sends patients to {city2}
+ , to the anger of doctors and parents
- {city} hospital short of {hundreds} nurses
+ and closes {few} wards until further notice
- 'We treat people in corridors': a night in {city}'s emergency room
- Patients sent from {city} to {city2} as hospital fills up
+ for the third weekend in a row
- Waiting for a hip: {many} months in {city}, {few} weeks in {city2}
- How one ward in {city} got its nurses back
- Surgeons at {city} hospital to stop planned operations for {few} weeks as staff fall ill
> The hospital in {city} lacks staff, not beds. From {month}, patients will have to travel to {city2}.
> Nurses in {city} warned of the problem {few} times. The board has promised talks on {weekday}.
# medicine; event=the new {illness} drug; in=pharmaceuticals
- {company} drug against {illness} shows promise
+ in a trial with {thousands} patients
+ , but long-term effects are unknown
+ in people for whom nothing else had worked
- {company} {illness} trial stopped early, because it works
- {company} seeks approval for {illness} tablet
+ that patients need to take only once a week
- New {illness} drug from {company}: who could benefit?
- {company} raises price of {illness} drug {percent} per cent
+ and insurers call it a provocation
- Hope with caveats: what the {company} trial on {illness} did and did not show
> In a trial with {thousands} people the drug from {company} eased {illness} in one patient out of {few}.
> Doctors at {university} welcomed the results of {company} but want to see longer studies.
# medicine
- {illness}: old drug, new hope
- A blood test for {illness}?
- {illness} care differs widely between towns
+ , a comparison of {hundreds} practices shows
- Why {illness} is so often overlooked in women
- GPs miss {illness} in one case in {few} and blame the ten-minute appointment
- Living with {illness}: 'My watch knew before I did'
- What helps against {illness}, and what only empties your purse
> About {thousands} people in {region} live with {illness}. {person} of {university} on what has changed.
> Researchers at {university} followed patients with {illness} for {decade} years.
# public health; value=3; event=the outbreak in {city}
- {city} tells residents to boil water
+ after bacteria are found in a reservoir
+ until at least {weekday}
+ , while engineers flush {decade} kilometres of pipe
- Measles outbreak in {city} grows to {many} cases
+ as clinics open on {weekday} for vaccinations
- {city} outbreak traced to [salad bar|swimming lake|school kitchen|ice cream van]
+ by two nurses with a map and a telephone
- Mystery illness at {city} school: what tests show
- Outbreak in {city} is over, say officials
+ , and the {few} closed schools may open again
- {few} schools in {city} shut after {many} pupils fall ill within a week
> Health officials in {city} have traced the source. Nobody is in hospital any more, they said on {weekday}.
> {many} people in {city} have fallen ill since {weekday}. Most have mild symptoms.
# public health
- Flu season starts early in {region}
+ and doctors advise older people to act now
+ , {few} weeks ahead of a normal year
- Vaccine uptake in {region} falls {percent} per cent
+ among children who start school this year
- {city} bans smoking at [bus stops|playgrounds|beaches|café terraces]
+ and means it, with fines of up to €{hundreds}
- Ticks are moving north: what to do after a bite
- Heat plan for {city}: shade, benches, phone calls
- Noise makes {city} ill, and the map shows where
> Doctors in {region} advise older people to act now. {person} of the health office answers the main questions.
> The council of {city} wants to see results by {month}. Critics call the plan half-hearted.
# nutrition; life=long
- How much coffee is too much?
- Is bread really bad for you?
- {few} myths about [sugar|breakfast|vitamins|fasting|salt|protein]
- Beans, the least fashionable superfood
- What happened when {city} schools took sugar off the menu
- I ate nothing out of a packet for {few} weeks. It was expensive, slow and rather good
> Nutrition science is full of loud claims. {person} of {university} sorts the solid from the silly.
> Small changes work better than big vows, say dietitians in {city}.
# mental health; life=long
- Waiting {many} months for a therapist in {region}
+ because a third of the practices take nobody new
- 'I thought everyone felt like that'
- Young, tired and online: what school nurses in {city} see
- The bench in {city} where strangers are asked how they are
- Burnt out at 30: when rest is not enough
- Can an app treat anxiety? A trial at {university} gives a cautious yes
> One in {few} people will need help at some point. Where to find it, and what to say to a friend.
> {person} waited for {many} months. That is typical of {region}, experts say.
# ageing; life=long
- Living to 100 in {region}: what the very old have in common
- Care homes in {city} raise fees by {percent} per cent
+ while nurses wait for a pay rise
+ , the third increase in {few} years
- Balance, not muscle, keeps you out of hospital
- My father, his keys and the word for 'spoon'
- A village for people who forget
- Who will care for us? {region} needs {thousands} nurses by the end of the decade
> A long-term study at {university} offers some comfort: much can be done, even late.
> Families in {city} describe what helps, what it costs, and what nobody had told them.
# sleep and fitness; life=long
- Ten minutes a day: what short runs can do
- Why you wake at {hour}
- Do weighted blankets work?
- The best time to exercise is the time you have
- Cold water: cure, fad or both?
- How shift workers in {city} learnt to sleep
- Steps, pulse, sleep score: what your watch measures well and what it makes up
> A study at {university} with {hundreds} people gives an answer that will please the lazy.
> {person}, sleep researcher at {university}, on bad nights and good habits.
hour: three | four | half past three
# technology in medicine; in=medical technology,software
- {company} recalls {product}
+ after {few} reports of sudden failures
+ , used by some {thousands} patients
- {product} from {company} to be paid for by insurers
+ from {month}, for patients over 60
- Surgeons in {city} use {company} robot for first time
+ on a patient who was awake throughout
+ , and finish an hour early
- {company} makes {product} that children can put on themselves
+ and a {few}-year-old shows how
- How {product} by {company} changed life for {person}
> Doctors in {city} have worked with {company} for {few} years. {hundreds} patients took part.
> {product} by {company} are used in {many} hospitals. The {maker} says patients need not worry.
# family; life=long
- Midwives in {region} now come by [boat|video|bicycle]
+ and reach mothers who live an hour from a hospital
- When is a fever in a child an emergency?
- Fathers get the blues too
+ , and health visitors have begun to ask
- Teething, colic, doubt: a midwife from {city} answers
- Screen time: what the evidence says, and why parents should sleep better
- {city} gives every newborn a box
+ with blankets, books and a telephone number that is always answered
> {person} has been a midwife in {city} for {decade} years. A conversation about advice that ages well.
> Paediatricians in {region} see many worried parents. Mostly they can calm them.
# +
- {event}: what patients should know
- {event}: how did it come to this?
- {event}: answers to the most important questions
- After {event}, calls for an inquiry
> {person2} of the health office explains what {event} means for patients.
> What is known about {event}, who is affected, and where to turn.
""",
)
