"""World: elections, diplomacy, disasters, trade and daily life abroad."""

from typing import Final

from newsroom.sample.desks.notation import desk

WORLD: Final = desk(
    "world",
    0.12,
    """
nations: {country} and {country2} | {country}, {country2} and {country3}
crop: cheese | fish | wheat | timber | beef | fruit | wine
# europe; value=3; event=the election in {country}
- {country} votes: [all you need to know|what is at stake|the main candidates]
- {country} heads for coalition after close vote
+ as a small party of farmers holds the balance
+ , with the far ends of parliament stronger than before
- Opposition ahead in {country} with most votes counted
+ as former strongholds change sides
- First-time voters in {country}: 'Nobody asked us before'
- {country}'s next prime minister could be a [former vet|village mayor|chess champion|maths teacher]
- Long queues, few surprises: {country} elects a new parliament
- Coalition talks in {country} collapse for the {few} time in as many weeks, and the budget clock is ticking
> With {percent2} per cent of votes counted, no party in {country} has a majority. Talks could last until {month}.
> Turnout in {country} was higher than expected. Prices and housing mattered more to voters than foreign affairs.
country: Austria | Denmark | Finland | Greece | Iceland | Ireland | Italy | Norway | Poland | Portugal | Spain
few: second | third | fourth
percent2: 82..97
# disasters; value=4; event=the floods in {country}
- Thousands leave homes as rivers rise in {country}
+ and forecasters expect {few} more days of rain
+ after the wettest week in {decade} years
+ , while soldiers fill sandbags around the clock
- {country}: rescue teams reach cut-off villages
- Floods in {country}: 'The water came in the night'
- At least {many} dead in {country} floods
+ as rescue teams struggle to reach valleys without roads
- {country} declares emergency in {few} provinces after week of rain
- After the flood, the mud: {country} counts the damage
- Bridge by bridge, engineers reopen roads in {country} after the worst floods in {decade} years
> After days of rain, {thousands} people in {country} have been brought to safety. More rain is forecast for {weekday}.
> Rescue teams from {country2} are helping. Officials in {country} say that repairs will take until {month}.
# disasters; value=4; event=the earthquake in {country}
- Strong earthquake shakes {country}
+ and wakes people three borders away
+ , damaging roads, schools and a hospital
- Earthquake in {country}: what we know
- {country} quake felt {hundreds} kilometres away
+ and wakes people in three countries
- Search goes on in {country} after magnitude {magnitude} quake
+ as hope turns to {few} buildings in the old town
- How {country} built houses that stay up
> The quake of magnitude {magnitude} struck {country} before dawn. Power is back in most towns.
> Geologists had expected an earthquake in the area. New building codes in {country} seem to have saved lives.
magnitude: 5.9 | 6.1 | 6.3 | 6.6 | 6.8
country: Argentina | Chile | Greece | Iceland | Indonesia | Italy | Japan | Mexico | Peru
# disasters; value=3; event=the wildfires in {country}
- Wildfire near [capital|coast|border] forces evacuation in {country}
+ for the second time this {season}
+ , as winds turn towards the suburbs
- Firefighters gain upper hand in {country}
+ after a night without wind
- {country} asks neighbours for water bombers
+ as {few} fires threaten to join
- Smoke from fires in {country} reaches neighbouring capitals
+ and turns the afternoon orange
- 'We left with the dog and the papers': on the road with families fleeing fires in {country}
> {thousands} hectares have burnt in {country} since {weekday}. Winds are expected to ease.
> Crews from {country2} have joined {hundreds} firefighters in {country}.
country: Argentina | Australia | Canada | Chile | Greece | Italy | Portugal | Spain
# diplomacy; event=the summit in {country}
- {country} hosts talks on [water rights|migration|debt relief|the high seas]
+ but two of the main players stay away
+ in a hotel that nobody may leave
+ , with low hopes and a tight timetable
- Summit in {country} ends without joint statement
+ but with a date for the next one
- {country} and {country2} agree to talk again
+ in a neutral place with a good kitchen
- Handshakes in {country}, doubts at home: {few} things to know about the summit
- Who blinked first? How {country} and {country2} came back to the table
- {country} offers to broker deal between {country2} and {country3}
+ that have not spoken since {month}
> Delegates from {many} states met in {country}. A text is to follow in {month}, diplomats say.
> {country} and {country2} had not spoken at this level for {decade} years. Both sides called the meeting useful.
# trade; event=the trade deal with {country}
- {country} and {country2} sign trade deal after {decade} years
+ that farmers on both sides dislike
+ , opening the way for cheaper {crop}
- {country} raises duty on [steel|wine|textiles|solar panels|cheese]
+ and trading partners promise to respond in kind
- Farmers in {country} block ports over trade deal
+ that opens the market to {crop} from {country2}
- {country2} threatens tariffs on {crop} from {country}
+ in a dispute about labels that nobody reads
- What the new trade deal means for {crop} growers in {country}
- Ships queue off {country} as new customs system fails on its first day
> The agreement removes duties on {crop} over {few} years. Growers in {country2} fear for their prices.
> Ministers from {nations} will meet again in {month} to settle what remains open.
# africa
- {country} opens [railway|solar park|deep-water port|airport terminal] after {decade} years of planning
+ , and the first passengers bring their own chairs
- {country} launches its first satellite
+ with a little help from {country2}
+ and a whole school year stays up to watch
+ and hopes to train {thousands} engineers
- In {country}, a phone call replaces the bank
- How {country} got {thousands} children back to school
+ by changing the bus timetable
- {country} bans plastic bottles from beaches
+ and pays children for every one they find
- The women who rebuilt {country}'s [fishing fleet|textile mills|tea estates|night buses]
> Not everyone in {country} believed it would happen. A visit {few} months on.
> The project cost {country} less than planned. Neighbours have begun to copy it.
country: Ghana | Kenya | Morocco | Senegal
# asia
crop: rice | tea | fruit | vegetable
- {country} to test four-day week in public offices
+ after a trial in {many} town halls
+ in the hope of slowing the flight to the cities
- {country} lowers voting age
+ to 16 and sends ministers into classrooms
- Typhoon season: {country} moves its early warning to [radio|text message|church bells and drums]
- Births in {country} rise for first time in {decade} years
+ and nobody is quite sure why
- {country}'s night trains are full again
+ and tickets are sold out until {month}
- Shrinking villages, growing robots: how {country} cares for its oldest
- Why the young in {country} are leaving the big city for {crop} farms
> The change in {country} comes after {few} years of debate. Not all ministries are happy.
> Officials in {country} hope that the example will catch on in {country2}.
country: India | Indonesia | Japan | South Korea | Vietnam
# americas
crop: coffee | wheat | maize | citrus fruit | soya
- {country} harvest of {crop} fails for second year
+ and prices rise around the world
+ , leaving thousands of families in debt
- {country} approves pension reform after {few}-day debate
+ against the votes of the largest opposition party
- {country} brings back [river ferries|the siesta|school uniforms|the peso coin]
+ and hopes that tourists will love them too
- {country} to protect {thousands} hectares of forest
+ in return for relief on its debt
- 'Nobody here wants to be rescued': life on {country}'s last [tram line|lighthouse|salt flat]
- Bus drivers' strike brings {country}'s capital to standstill for {few} days
> In {country}, opinions are divided. We spoke to {many} people who live with the change.
> The government of {country} speaks of a new beginning; critics of a stopgap.
country: Argentina | Brazil | Canada | Chile | Mexico | Peru | Uruguay
# europe; life=long
- Letter from {country}: the café at the end of the line
- {country}'s trains run on time again. How?
- A village in {country} sells houses for one euro
+ and {thousands} people from all over the world apply
- What {country} can teach us about [housing|childcare|rubbish|old age|winter]
- The border that nobody in {country} noticed
- Last summer of the sheep: a shepherd in {country} looks for someone to take over
> Our correspondent has lived in {country} for {few} years. A report on pride, prices and patience.
> What works in {country} does not always travel. {person} of {university} on what could.
country: Austria | Denmark | Finland | Greece | Iceland | Ireland | Italy | Norway | Poland | Portugal | Spain
# aid
- Aid convoy reaches {region2} after {few} weeks
+ with food, tents and water filters for {thousands} people
+ and unloads in the rain
- Aid groups warn of [hunger|cholera|cold] in {region2}
+ as roads wash away and prices double
- {country} and {country2} double funds for refugees
+ and ask their neighbours to do the same
- Vaccines arrive in {region2}, syringes do not
- Doctors in {region2} treat {hundreds} a day in a former cinema
+ and run short of everything but patience
- A tent, a stove, a timetable: how a school for {hundreds} children began in a car park
> Aid workers say {thousands} people need help before {season}. Roads in {region2} are hard to pass.
> {country} promised more money. What is missing, say aid groups, are drivers and fuel.
region2: the Sahel | the Horn of Africa | the Andes | the delta | the highlands | the border area
# business abroad; in=energy,aviation,food and drink,construction,telecoms,logistics
- {country} cancels contract with {company}
+ worth €{millions}m and gives no reason
+ , after {decade} years of working together
- {company} to leave {country}
+ after {decade} years as rules for foreign firms tighten
- {country} chooses {company} over local bidders
+ for a project worth €{millions}m
- How {company} became a household name in {country}
> {company} has worked in {country} for {decade} years. The {maker} said its {hundreds} people there were safe.
> Officials in {country} gave no reason. {company} speaks of a misunderstanding.
# culture abroad; life=long
- {country} wants its statues back
+ and has made copies to offer in exchange
- In {country}, the dead get letters
- The last cinema in the mountains of {country}
- {country} finds Roman mosaic under [car park|bus depot|supermarket|football pitch]
- How a song from {country} became everybody's ringtone
> A find, a quarrel and a happy ending: a story from {country}.
> Experts from {university} have been to {country} to have a look. They came back impressed.
country: Greece | Italy | Portugal | Spain | Morocco
# +
- {event}: what we know so far
- {event} in maps and figures
- How to help after {event}
- After {event}: 'We start again'
- {country2} reacts to {event}
- What comes after {event}?
> Our correspondents report on {event} and what it means for the people there.
> Two days on, the picture is clearer. An overview of {event}, updated through the day.
""",
)
