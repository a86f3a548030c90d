"""Science: space, climate, animals, archaeology, physics, the mind."""

from typing import Final

from newsroom.sample.desks.notation import desk

SCIENCE: Final = desk(
    "science",
    0.08,
    """
animal: otters | bats | storks | lynx | beavers | seals | eels | hedgehogs | ospreys | wild bees | porpoises | crows
# space; value=2; event=the {probe} mission
- {probe} sends first pictures from [the far side of the Moon|Venus|a comet's tail|Saturn's rings]
+ and the team in {city} can hardly believe its eyes
+ , {few} years after leaving the Earth
+ in more detail than anyone had dared to hope
- {probe} probe wakes up after {decade} months of silence
+ and phones home as if nothing had happened
- {probe} finds ice where none was expected
+ and biologists ask to see the data
- Launch of {probe} put off again, this time by [wind|a valve|a loose cable|birds]
- {probe}: {few} questions about the mission
- Contact lost, contact found: the night {probe} went quiet and a team in {city} would not go home
> Engineers in {city} cheered when the signal from {probe} arrived. The probe has been under way for {few} years.
> {probe} carries {few} instruments, one of them built at {university}. First results are due in {month}.
probe: Halcyon | Petrel | Lodestar | Wayfarer | Cassia | Thimble | Northwind
# space
- Newly found planet has {few} suns and no night
+ , a team from {university} reports
- A faint galaxy that should not be there
+ puzzles the people who found it
- Astronomers at {university} map {millions} million stars
+ with the help of {thousands} volunteers at kitchen tables
- Where to see the [meteor shower|northern lights|lunar eclipse|comet] this week
- What is that bright light next to the Moon?
- Did a passing star tilt our solar system? New data revive an old idea
> You need no telescope, only a dark place and some patience. {person} of {university} explains what to look for.
> The discovery by {person}'s team at {university} will not end the debate, but it narrows it down.
# climate; value=3
- Warmest twelve months on record in {region}
+ as the sea off {city} hardly cools at night
+ , more than a degree above the long-term average
- Sea off {city} {few} degrees warmer than usual
+ and fishermen report catches from the south
- {region} could lose its snow by 2050, study finds
+ unless emissions fall much faster
- How much water is left under {region}?
- Peat, not trees: the cheapest way to store carbon in {region}
- Storms in {region} are not more frequent, but they stay longer, a study of {decade} years of records shows
> Researchers at {university} looked at {decade} years of records. The trend in {region} is clear, the cause less so.
> {person} of {university} calls the figures for {region} "unusual, even for a decade of unusual figures".
# animals
- {animal} return to {river}
+ after an absence of {decade} years
+ , and anglers are not amused
+ thanks to cleaner water and a fallen weir
- {animal} in {region}: more than anyone had counted
- Why {animal} [sing at night|swap nests|play|form queues|hold grudges]
- {animal} hear things we cannot
+ and use it to find their way home
- {hundreds} volunteers count {animal}, and find {percent} per cent fewer
- To save its {animal}, {region} turns off the lights
- City life makes {animal} bolder, sleepier and better at opening bins, researchers find
> For {few} years a team from {university} followed {animal} with tiny transmitters. The results surprised even them.
> {animal} had been thought lost from {region}. Now there are at least {many} pairs.
# archaeology; event=the find in {city}
- {find} found under {place} in {city}
+ by a digger driver with sharp eyes
+ , in far better condition than expected
- Builders in {city} stumble on {find}
+ and call the museum before the foreman
- Who lived in {city} {thousands2} years ago?
- {find} rewrites early history of {region}
+ , say archaeologists, who are still knee-deep in it
- Digging stops work on {city} {place}, for good reason
> The {find2} is about {thousands2} years old. Archaeologists have until {month}; then the diggers return.
> {person} of {university} had looked for something like it for {decade} years. It lay under a {place}.
find: Bronze Age boat | Roman bakery | burial ground | medieval workshop | hoard of silver coins | painted cellar
find2: discovery | find | site
place: car park | tram depot | playground | school gym
thousands2: 1,100 | 1,800 | 2,600 | 3,200 | 4,500
# mind and behaviour; life=long
- Why we [yawn|forget names|laugh at funerals|hum|dream of exams]
- The {few} kinds of tired
- Children who [climb trees|play alone|get bored] think differently
- Do we really only use habits to get through the day?
- What {hundreds} diaries tell us about [loneliness|luck|Mondays|silence]
- The smell of rain, the sound of home: how memory picks what to keep
> {person} of {university} asked {hundreds} people to keep a diary. The answers were not the expected ones.
> Psychologists at {university} say the effect is small but real, and easy to try at home.
# physics
- Physicists in {city} measure the shortest second yet
+ with a laser the size of a shoebox
+ , and explain why it matters
- A crystal that remembers
- What holds a sandcastle together?
- {university} cools atoms to within a whisker of absolute zero
+ in a cellar next to the canteen
- Team at {university} makes [glass|concrete|ice|paper] that [bends|heals itself|conducts heat]
+ by accident and needs {few} months to repeat it
- After {decade} years, a pitch drop falls in {city}, and this time somebody was watching
> Nobody knows yet what it is good for. That, says {person} of {university}, is the point.
> The material from {university} could one day make batteries or windows better. For now it fits on a fingertip.
# nature
- The oldest tree in {region} is older than we thought
+ , a core the width of a pencil shows
- New moss discovered on {city} railway bridge
+ by a commuter waiting for a late train
- A river gets its bends back
+ and the flood of last {season} stays in the meadows
- {region} plants hedges again, {decade} years after it tore them out
- Fungi under {city} form one of the largest networks ever mapped
- Which meadow is best for bees? {few} seeds, {few2} years and one stubborn gardener
> {woman} spent {few} summers on her knees in {region}. What she found has no name yet.
> The project near {city} costs little and has already brought back {animal}.
few2: three | four | seven | eight
# research policy
- {university} to publish all its data
+ from {month} and calls on others to follow
- Young researchers leave {region} for {country}
+ because contracts end just as the work begins
- One study in {few} cannot be repeated
+ , an unusual test by {many} universities finds
- Who checks the checkers? Journals test paid reviews
- Professor at {university} withdraws famous paper
+ and is applauded for it
> The decision at {university} is the first of its kind here. Other universities are watching.
> {person} of {university} says that admitting mistakes should be nothing special. It still is.
# oceans
- Deep-sea robot films [squid|jelly|eel|octopus] never seen before
+ , {thousands2} metres down in the dark
+ and biologists argue about what it is
- Oyster reefs return to {city} bay
+ after {decade} years of trawling
- The sound of a healthy reef
- Lost containers: what {thousands} rubber ducks taught oceanographers
- Seagrass off {city} stores more carbon than the forest above it, divers from {university} report
> The images were made off {city}, at a depth of {thousands2} metres.
> Divers and students from {university} counted, weighed and measured for {few} summers.
thousands2: 1,400 | 2,100 | 2,800 | 3,600
# industry and research; in=energy,pharmaceuticals,semiconductors,medical technology
- {company} and {university} open joint laboratory
+ for research into better {product}
+ , to the unease of some professors
- {company} gives {university} access to {decade} years of data
+ and asks for nothing but a thank-you in print
- {company} chemists find use for a waste nobody wanted
+ in the rinsing water of its {site}
- Can research paid for by {company} be independent?
- {company} drops patents on {product} for poor countries
+ and asks rivals to do the same
> The laboratory is in {city}, the money from {company}. A contract is to keep the two apart.
> {company} says it wants nothing in return. Scientists at {university} hope that others follow.
# +
- What {event} can tell us
- {event}: the team behind it
- {event}: your questions answered
- Doubts about {event}
> {person2} of {university} puts {event} into perspective.
> Specialists who were not involved call {event} careful work, and say what they would like to see next.
""",
)
