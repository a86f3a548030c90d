"""Technology: devices, software, artificial intelligence, security, energy technology, games."""

from typing import Final

from newsroom.sample.desks.notation import desk

TECHNOLOGY: Final = desk(
    "technology",
    0.13,
    """
job: tax clerks | translators | radiologists | train drivers | court reporters | weather forecasters | teachers
# artificial intelligence; in=software,telecoms,media,semiconductors,insurance,banking
- {company} lets an assistant answer its phones
+ and customers are slow to notice
+ for {few} weeks and learns a lot about politeness
- {company} unveils language model that runs on a phone
+ and gives it away to {many} universities
+ , built by a team of {few} in {city}
- {company} pauses AI hiring tool after complaints
+ that it preferred applicants called {person}
- 'It apologised, then did it again': a week with {company}'s new assistant
- {company} opens its model to [universities|hospitals|schools|small firms]
+ in return for hard questions
- Can {company} make an AI that says 'I don't know'?
- {company} cuts power use of its AI models by {percent} per cent, and publishes how
> The {maker} {company} says the system saves each of its customers {few} hours a week. Testers were less sure.
> {company} trained the model in {city}. Researchers at {university} praised the openness and questioned the data.
# artificial intelligence; life=long
- Will AI replace {job}? We asked {many} of them
- How {job} in {city} really use AI
- 'It writes faster than I do, and worse': {job} on their new assistants
> {job} in {city} describe what the tools do well, what they get wrong and who checks.
- The [school|hospital|court|newsroom] that said no to AI
- Who owns a voice? [Singers|Actors] take the question to court
- AI finds {hundreds} lost letters in the archive of {city}
+ in {few} hours, a job for {few} lifetimes
- Teaching machines to forget is harder than teaching them to learn
- Your neighbour's photos trained this camera, and nobody asked them
> {person} of {university} on why the hard part is not the model but the question.
# security; value=3; event=the {company} data breach
- {company} says data of {thousands} customers stolen
+ in an attack that went unnoticed for {many} days
+ , including names, addresses and birthdays
- {company} offline after attack
+ that locked {staff} out of their own {site}
- {company} hack: what you should do now
- Attack on {company} began with a single e-mail
+ that looked like an invitation to lunch
- {company} took {many} days to tell customers about stolen data
+ and now faces a claim by {thousands} of them
- Hackers publish {company} files after ransom deadline passes, with payslips and contracts among them
- {company} restores systems after {few}-day outage
+ but {thousands} orders are lost for good
> Names, addresses and phone numbers of {thousands} people were copied from {company}. Passwords were not, it says.
> {company} noticed the intrusion on {weekday}. The data protection office wants to know why nobody was told.
# security
- The passwords people still use, and why
- Fake parcel texts are back: how to spot them
- 'I paid €{hundreds} to a man who said he was my son'
- {city} library loses {few} weeks to ransomware
+ and rediscovers the card index
> Police in {region} count {hundreds} cases this year. A few simple steps help.
- Update now: hole found in [home routers|door locks|baby monitors|office printers]
- {thousands} home cameras could be watched by anyone
+ because nobody changed the default password
- Students at {university} find flaw in [bus cards|voting software|hotel locks|parking meters]
+ and are thanked with a lawyer's letter
+ in an afternoon
> Security researchers in {city} found the weakness by accident. An update is out; many devices never get it.
# devices; life=long; in=semiconductors,software,telecoms,medical technology,carmaking,energy
- {company}'s new {product} tested: {verdict}
- Review: {company} aims high and lands in the middle
- {company} delays {product} until {season}
+ because of a shortage of parts
+ , the third time this year
+ after testers report overheating
- {company} promises {few} years of repairs and updates
+ for {product}, and a spare parts shop
- Hands on with {product} from {company}
- Repair or replace? {company} {product} put to the test
- We used {product} from {company} for {few} weeks. Here is what broke
> The {product} from {company} do most things well. In our test, the battery was the weak point.
> {company} wants to win back customers from {rival}. Our tester found much to like, and one flaw.
verdict: nearly great | finally fast enough | good, not cheap | clever but fussy | a small step | worth the wait
# devices; life=long
- The best [headphones|e-readers|webcams|keyboards|routers] under €{price}
- Why your printer hates you
- E-bike batteries compared: which still hold their charge after {few} winters in a shed?
- Do smart [fridges|locks|lamps|scales] make sense yet?
> We tried {many} models over {few} weeks. The cheapest did better than expected, the dearest did not.
- Old phones, new life: the repair shop that {city} queues for
- The man in {city} who can open [any laptop|any camera|every toaster]
- The charger drawer: a short history of {decade} wasted years
> {person} repairs what others throw away. A visit to a workshop in {city} with a waiting list.
price: 60 | 80 | 100 | 150
# chips; value=3; event={company}'s new plant; in=semiconductors
- {company} to build €{billions}bn plant in {city}
+ with public money and plenty of local doubts
+ , its largest investment so far
+ to become less dependent on suppliers overseas
- {company} starts making {product} in {city}
+ , {few} months later than planned
- {company} plant: {city} says yes, its river is another matter
- Shortage of {product} eases, says {company}
+ as new {site} in {city} reach full speed
- {company} wins chip order from {country}
+ for {thousands} buses and trams
- How {company} squeezed a laboratory on to a fingernail of silicon
- {company} doubles output of {product} as carmakers and hospitals queue
> The plant in {city} will make {product} and employ {hundreds} people. {company} hopes to open it in two years.
> {company} needs skilled staff and clean water for {product}; {city} has plenty of only one of them.
# networks; in=telecoms
- {company} switches off old network in {region}
+ and leaves {hundreds} farms without a signal
+ a year earlier than promised
+ , so check your alarm system and your lift
- {company} outage leaves {city} without phones
+ for most of {weekday} morning
- {company} brings fibre to {thousands} homes in {region}
+ after a tractor, a boat and {few} lawsuits
- {company} to share masts with {rival}
+ in {region} to fill gaps along the railway
- {company} customers in {region} to get refund after {few} days without signal
- No bars in {city}: why {company} will not build a mast
> About {thousands} customers of {company} in {region} are affected. The regulator has asked for a report.
> {company} and the council of {city} have been arguing about a mast for {few} years. A decision is due in {month}.
# start-ups; in=software,medical technology,media,energy
- {company} raises €{millions}m
+ to bring {product} to {country}
+ , although it has yet to earn any money
+ from investors in {country} and {country2}
- {company}, once nearly broke, is now worth €{billions}bn
- {company} buys {city} start-up for its engineers
+ and closes its product a week later
- {founder} start-up takes on {company}
> {company} from {seat} will use the money to bring {product} to {country} and {country2}.
> {chief} of {company} believes that {product} are only the beginning. Investors want to see profits by {season}.
- From {university} to {company}: the professor who could not stop tinkering
- {company} lets staff work [four days a week|from anywhere|in their own rhythm], and output rises
> {chief} of {company} admits to having been wrong about it. A visit to {seat}.
founder: Two-person | Student-run | Three-year-old | Tiny
# energy technology
- Salt batteries heat {hundreds} homes in {city}
+ in a trial that other towns watch closely
+ at half the price of gas
- Heat from data centre to warm {city} swimming pool
+ and save the council €{hundreds},000 a year
- Wind turbine blades find second life as [bike sheds|footbridges|playgrounds]
+ in {many} towns in {region}
- Can {region} store summer sun for winter?
- The ferry that runs on {fuel}: {few} things we learnt on board
- {university} team builds battery from {stuff}
- Floating solar farm off {city} passes its first storm season without losing a single panel
> The pilot in {city} supplies {hundreds} homes. If it survives the winter, {region} wants {many} more.
> Engineers at {university} say the idea is old; only now is it cheap enough.
fuel: hydrogen | ammonia | batteries alone | cooking oil
stuff: seaweed | old jeans | wood waste | rust and water
# games and apps; in=media
- {company} sells {few} million copies in a week
+ and thanks an audience nobody had reckoned with
+ , the most ever for a studio from {seat}
- {company} switches off game that fans kept alive for {decade} years
+ and players hold a wake on the last server
- {company} delays sequel again
+ and asks its fans for one more {season}
- {company} app that counts [birds|steps|steps and sheep|trees] becomes surprise hit
- In {company}'s new game nobody dies, and it is wonderful
- Why {company} let players write the ending
> {company} from {seat} had hoped for a tenth of that. Its {staff} learnt of the success on the train.
> The new title from {company} asks for patience. Our critic gave it {few} evenings and wants more.
# regulation
- Regulator wants [app stores|online markets|streaming services] opened to rivals
+ after years of complaints from small developers
+ , and gives the platforms until {month} to reply
- Right to repair: what changes in {month}
- {city} limits [e-scooters|delivery robots|food couriers|drones] in old town
+ after a year of accidents and angry letters
- School phone ban: {few} months on, what teachers in {city} say
- {country} and {country2} agree common rules for self-driving lorries
- Cookie banners may soon disappear, and few will miss them
> The rules take effect in {month}. Large platforms said they would comply; smaller firms asked for more time.
> {person} of {university} on what the change means for users, and who will check that it is kept.
# regulation; value=3; event=the fine for {company}; in=software,telecoms,media
- {company} fined €{millions}m over customer data
+ after {few} years of investigation
+ , the highest penalty of its kind so far
+ for ignoring {few} warnings
- {company} to appeal against €{millions}m data fine
+ and calls it out of proportion
- Privacy watchdog orders {company} to delete voice recordings kept for longer than it had admitted
- {company} made cancelling too hard, court rules
+ , in a case brought by {thousands} subscribers
- {company} told to open its {product} to rivals
+ or face daily fines
> Regulators had warned {company} twice. The {maker} says it has changed its ways since.
> The case against {company} began with a complaint by one customer in {city}, a retired teacher.
# +
- {event}: what we know
- {event}: readers' questions answered
- Why {event} matters beyond {seat}
- What {rival} can learn from {event}
- Experts on {event}: 'This was a question of time'
- Timeline: how {event} unfolded
> {company} has given more details. Specialists at {university} explain what they mean.
> What is known about {event}, what {company} says and what remains open.
""",
)
