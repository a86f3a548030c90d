"""Local: streets, schools, traffic, police, neighbours."""

from typing import Final

from newsroom.sample.desks.notation import desk

LOCAL: Final = desk(
    "local",
    0.09,
    """
street: Quay Street | Mill Lane | Station Road | Bishop's Row | Canal Street | Market Square | Tanner's Hill
  | Church Walk | Orchard Road | Old North Road | Ferry Lane | Castle Street
line: line 2 | line 4 | line 7 | the 12 bus | the 31 bus | the airport line
# traffic; event=the bridge closure in {city}
- {city} bridge shut until {month}
+ after inspectors find cracks in {few} pillars
+ , cutting {district} off from the station
- Cracks in bridge: {city} cut in two
- {city} bridge: how to get across, and how long it takes
- 'My way to school was {few} minutes. Now it is an hour'
- Temporary bridge for {city} costs €{millions}m
+ and will be too narrow for buses
- Ferries, buses, patience: {city}'s plan for {many} months without its main bridge
> Engineers found cracks in the bridge over {river}. {city} will run buses every {few} minutes.
> The closure hits shops in {street}. {city} promises help, but not yet how much.
# traffic
- {line} in {city} to run [all night|every five minutes|on Sundays again]
+ from {weekday}, at least for a trial period
+ after {decade} years of asking
- {street} in {city} closed for {few} weeks
+ because of a burst main older than the town hall
+ , and the detour is long
- {city} cyclists get {street}, drivers get angry
- Bus drivers wanted: {city} cuts timetable
- New trams for {city} are too wide for the platforms
+ by the width of a finger
- Parking in {district} to cost {percent} per cent more
+ from {month}, to the anger of those who work nights
- Speed cameras on {street}: {thousands} tickets in {few} weeks
> The change begins on {weekday}. Residents of {district} in {city} had asked for it for {decade} years.
> {city} council wants fewer cars in {street}. Shopkeepers are collecting signatures.
# police
- Man held after robbery in {street}
+ thanks to a witness on a bicycle
+ , and the stolen till is found in {river}
- {city} police look for owner of [parrot|suitcase full of letters|church bell|€{hundreds} in cash]
+ found on a bench near {river}
- Burglars take {hundreds} [cakes|garden gnomes|copper pipes|bicycles] in {city}
+ and leave a note saying sorry
+ , and police ask for help
- Girl, {age}, found safe in {city}
- Police break up betting ring in {district}
+ in the back room of a launderette
- Fake roofers on the road in {region}, police warn
- Driver, {age2}, stopped {few} times in one night on {street}
> Police in {city} were called to {street} on {weekday} night. Nobody was hurt.
> Witnesses are asked to call the station in {district}. A {age2}-year-old has been questioned.
age: 6..14
age2: 19..81
# fire; value=3; event=the fire in {city}
- Fire destroys [market hall|sports hall|timber yard|boat shed] in {city}
+ and smoke drifts as far as {city2}
+ , built more than a hundred years ago
- {hundreds} leave homes after fire in {city}
+ that started in a workshop in {street}
- {city} fire: cause still unknown
- Neighbours open doors after fire in {district}
+ and fill a gym with blankets within an hour
- Cat, clock, wedding photos: what firefighters in {city} carried out
> {many} crews fought the fire in {street} through the night. The smoke could be seen from {city2}.
> Nobody was hurt. The mayor of {city} thanked {hundreds} volunteers who brought blankets and tea.
# schools
- {city} school starts at nine, pupils delighted
- {city} to build {few} new schools
+ because classes are fuller than at any time in {decade} years
- Headteacher {person} leaves after {decade} years
+ and a whole street turns out to say goodbye
- School in {district} gets its own bakery
+ and the first rolls are sold out by eight
- {few} classes, one teacher: a day in the smallest school of {region}
- No teachers for maths: {city} parents step in
- Pupils from {city} win national [robotics|debating|baking|choir] prize
+ and are too nervous to eat for a day
> The school in {district} has {hundreds} pupils. {person}, who runs it, wants others to copy the idea.
> Parents in {city} had asked for it for {few} years. The council has found money until {month}.
# housing; event=the housing plan for {district}
- {hundreds} flats planned for {district}
+ on the site of the old goods yard
+ , {percent} per cent of them at a low rent
- {city} residents fight tower in {district}
+ that would put {hundreds} gardens in the shade
- Allotments or flats? {district} has to choose
- Rents in {city} rise {percent} per cent
+ and {district} is no longer the cheap part of town
- {person}, {age}, must leave {street} after {decade} years
- Empty for {decade} years, the old [brewery|post office|barracks|mill] in {district} finds a use
> The council in {city} wants to decide in {month}. {hundreds} people came to the first meeting.
> {person} has lived in {street} for {decade} years. The plan would bring shops, a nursery and noise.
age: 67..91
# housing; in=construction
- {company} to build {hundreds} flats in {city}
+ next to the railway, with a wall against the noise
+ , despite {thousands} objections
- {company} stops work on {street}
+ with the roof half on
- Residents of {street} take {company} to court
+ over dust, noise and a missing fence
- {company} promises playground, delivers car park
- What {company} plans for the old harbour in {city}
> {company} wants to begin in {month}. The council of {city} still has questions about traffic.
> The {maker} {company} blames rising costs. Neighbours in {street} have put up banners.
# local business; in=retail,food and drink,banking,logistics
- {company} closes last branch in {city}
+ and the nearest is now in {city2}
+ , to the dismay of older customers
- {company} comes to {street}
- Will {company} save {city}'s high street?
- {company} gives {city} a new [library|skate park|lifeboat|market hall]
+ and asks for its name above the door
- Petition against {company} in {street} gets {thousands} signatures
+ in a single weekend
> {company} has been in {city} for {decade} years. Shopkeepers in {street} fear the change.
> The mayor of {city} welcomed {company}. Not everyone in {street} does.
# local business; life=long
- After {decade} years, {woman} closes her [shoe shop|bakery|bookshop|button shop]
- Who wants to take over the village shop in {city}?
- {city}'s weekly market is {hundreds} years old
- Young couple opens [cinema|cheese shop|launderette café|bicycle kitchen] in {district}
+ where the tax office used to be
- {street} has more barbers than bakers. Why?
- The last ironmonger of {city} sells single screws, and advice
> {person} started with a loan from an aunt. On {weekday} the shop in {street} had a queue to the corner.
> {street} in {city} has changed much in {decade} years. A walk with {person}.
# weather; value=2; event=the storm over {region}
- Storm brings down trees in {region}
+ and leaves {thousands} homes without power
+ , with trains not expected to run before {weekday}
- {thousands} homes without power in {region}
+ as trees bring down lines near {city}
- Storm over {region}: trains stopped, schools shut
- {city} harbour wall holds, just
- Snow in {region} by {weekday}, forecasters say
- After the storm: {region} counts its roofs
> Gusts of up to {gusts} kilometres an hour hit {region}. Power should be back by {weekday} evening.
> Fire crews in {region} were called out {hundreds} times. {city} closed its parks.
gusts: 96..147
# people; life=long
- {person}, {age}, has swum in {river} every day for {decade} years
- The lollipop man of {street}
+ hangs up the sign after {decade} winters
- {city} says goodbye to {person}
+ , who fed half the town for {decade} years
- 'I know {hundreds} dogs by name': a postwoman retires
- Three sisters, one lighthouse
- {person} keeps the clocks of {city} on time
+ , all {hundreds} of them, without ever wearing a watch
- She has knitted {hundreds} hats for {city} hospital, and has no plans to stop
> {person} is known to everyone in {city}. A visit to {street}.
> In {city}, people stop {person} in the street. It is about time somebody wrote it down.
age: 68..94
# environment
- {city} plants {hundreds} trees
+ along roads where cars used to park
+ , and asks residents to water them
- Wild boar in {district}: what to do
- Foxes, gulls, a goose named Gerald: {city}'s uninvited residents
- {river} clean enough to swim, says {city}
- Rubbish in {city}: new bins, old habits
- {district} wants its stream back
+ after {decade} years in a concrete pipe
- Residents count {hundreds} swifts under the roofs of {district}
+ and put up boxes for more
> Volunteers in {city} meet every {weekday}. The council pays for spades and soup.
> {person} of the parks department in {city} asks people to leave food at home.
# leisure
- What is on in {city} this weekend
- {city} pool to reopen after {few} years
+ with new tiles, old prices and a slide
+ , just in time for the holidays
- {city} fair: {few} rides, one big wheel, no fireworks
- Library in {district} lends [drills|ukuleles|grandparents|sewing machines]
+ and is open until midnight
- {few} walks around {city} that end at a pub
- Flea markets, brass bands and a soapbox race: the weekend in {region}
> Tips for {city} and {region}, most of them free, some of them dry.
> {thousands} people are expected in {city}. Parking will be hard to find; trains run later.
# +
- {event}: the latest
- {event}: what residents need to know
- After {event}: who pays?
- {event}: a neighbour's diary
- {city2} offers help after {event}
> The mayor answered questions about {event} on {weekday}. Here is what she said.
> What is known about {event}, which roads are open and whom to call.
""",
)
