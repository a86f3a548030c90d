"""Politics: parliament, government, parties, elections, foreign affairs at home."""

from typing import Final

from newsroom.sample.desks.notation import desk

POLITICS: Final = desk(
    "politics",
    0.13,
    """
bill: Tenancy Bill | Clean Rivers Bill | Digital Services Bill | School Meals Bill | Data Rights Bill | Planning Bill
  | Rail Reform Bill | Care Workers Bill | Seasonal Work Bill | Water Bill | Night Flights Bill | Pensions Bill
  | Ferries Bill | Online Markets Bill | Forestry Bill | Apprenticeship Bill | Flood Defence Bill | Hospitals Bill
party: the Civic Party | the Progress Alliance | the Rural Union | the Green Future group | the Liberal Bloc
minister: transport minister | health minister | education minister | energy minister | housing minister
  | finance minister | interior minister | farming minister | labour minister | justice minister
policy: rent caps | free school meals | the parental leave reform | the congestion charge | the deposit scheme
  | the heating subsidy | the pension reform | the digital identity card | the speed limit of 30 | the housing target
  | the nurses' pay deal | the sugar levy | the second-home tax | the farm payments reform | the road toll
# parliament; value=3; event=the {bill}
- MPs back {bill} by {margin} votes after [late-night|marathon] debate
+ , sending it to the president for signature
- {bill} clears its final hurdle
+ after months of [quarrels|delays|redrafts]
+ [despite|over] protests from {region}
+ but loses {few} clauses on the way
+ , leaving the details to the regions
- Parliament passes {bill} as {few} rebels break ranks
- What the {bill} would change for you
- 'Not what we were promised': backbenchers turn on the {bill} hours before the vote
- {bill}: how your MP voted
- Government wins knife-edge vote on {bill} after promising concessions to its own backbenches
> The {bill} passed its last reading by {margin} votes. Ministers say it will take effect in {month};
  the opposition wants a review within a year.
> After {many} hours of debate MPs approved the {bill}, with {few} government members voting against it.
margin: 2..48
# government; value=3; event=the resignation of {person}
- {minister} {person} resigns over [leaked emails|unpaid tax bill|row on spending]
- {person} quits as {minister}
+ after {few} weeks of pressure
+ in surprise late-night statement
+ over handling of {policy}
+ , the {few}th to go this year
- {surname} out: who will be the next {minister}?
- 'I have become a distraction': {minister} {person} steps down after {few} weeks of pressure
- Why {person} had to go
- Cabinet loses {few}th minister this year as {surname} resigns
> {person} stepped down as {minister} on {weekday} evening, saying that the debate about {policy} should not be
  about one person.
> The resignation leaves the prime minister looking for a new {minister} {few} weeks before the budget.
few: four | six | seven
# government
- Ministers shelve plan for {policy}
+ until after the next election
+ as costs climb to €{millions}m
+ , blaming a lack of staff in town halls
+ and promise a new draft by {month}
- Government in U-turn on {policy} after warning from mayors
+ and calls it listening
+ that leaves its own backbenchers puzzled
- What happened to {policy}?
- Cabinet split over {policy} as costs reach €{millions}m
+ and a decision is put off again
- {minister} defends {policy}: 'People will thank us in {decade} years'
- {policy}: winners, losers and the {percent} per cent who will notice nothing
- Leaked paper shows {policy} would cost [twice|three times] as much as first announced
> The {minister} told parliament that {policy} would be looked at again in {season}. Mayors had warned of costs of
  €{millions}m.
> A paper seen by the Courier puts the price of {policy} at €{millions}m a year, far above the first estimate.
# elections; value=3; event=the election in {region2}
- {party} takes lead in {region2} as first results come in
+ but a coalition looks hard to build
+ after a campaign about rents and buses
+ , with {city} still to declare
- Voters in {region2} go to the polls: what to watch
- Too close to call: {region2} waits for last {few} districts
- {party} wins {region2} for the first time in {decade} years
- 'We listened, and it showed': how {person} turned round a lost campaign in {region2}
- Turnout in {region2} highest since [the war|records began|the seventies]
+ , with queues outside school halls until late
- Recount ordered in {region2} after {margin} votes separate the two leading candidates
> With most districts counted, {party} is ahead in {region2}. Turnout was {turnout} per cent, its candidate
  {person} said it was "a vote for patience".
> {person} of {party} needs only a handful of seats to govern {region2} alone. A final result is expected on
  {weekday}.
region2: Ellerydale | Marshland | the Calder Valley | Tarnland | the Eastern Plain | Wexshire
margin: 11..240
turnout: 52..74
# elections
- Poll: {party} slips to {percent2} per cent, lowest since spring
+ as voters turn to smaller parties
+ after a difficult {season} for its leader
+ , new survey for the Courier suggests
- Poll puts {party} ahead among voters under 30
+ for the first time since the last election
+ as housing becomes the question that decides
- {party} gains as trust in government falls, survey finds
- Nearly one voter in {few} would change sides over {policy}
+ , more than over any other plan of this government
- Undecided and unimpressed: the voters in {city} no party can reach
- Who is ahead, who is behind: {few} charts on the state of the parties
> {party} stands at {percent2} per cent in the latest survey, down from {percent3}. Housing and {policy} are named
  as the main reasons.
> Of {thousands} people asked, {percent} per cent said they had not yet decided. In {city} it was nearly half.
percent2: 14..24
percent3: 25..31
# parties
- {party} picks {person} as new leader
+ after a contest of {few} rounds
+ and hopes for a fresh start in {region}
+ , an outsider few had expected
- {person} wins {party} leadership in second round
+ with a speech about trains, teachers and trust
- Who is {person}, the [former teacher|farmer's daughter|tax lawyer] now leading {party}?
- {surname} promises {party} 'a quieter kind of politics'
> {person}, {age}, was elected in {city} with {turnout} per cent of the vote and wants {party} to talk about
  {policy} again.
- {party} conference: {few} things we learnt in {city}
- Old guard of {party} warns new leader {surname} against a deal on {policy}
- {party} bans {person} from conference after remarks about {policy}
> Delegates in {city} debated {policy} for a whole day. {person} left with more support than many expected.
age: 34..63
turnout: 51..72
# budget; value=3; event=the budget
- Budget: {few} things that will change from {month}
- Finance minister finds €64m for [schools|hospitals|flood defences], and a gap elsewhere
- What the budget means for [renters|pensioners|drivers|parents|students|small firms]
- Councils say budget leaves them short
+ despite promises made in {month}
+ and warn of closed pools and libraries
- 'Nothing for the north': {region} reacts to the budget
- Budget day in {city}: cheers at the hospital, silence at the town hall
- A budget for {season}, not for the decade, says {person}
- No new taxes, says finance minister. Then how does the sum add up?
- Budget watchdog doubts growth forecast of {growth} per cent and warns of cuts after the election
> The finance minister put €640m more into public services and assumed growth of {growth} per cent. The
  budget office calls that "at the upper end".
> Councils welcomed the extra money but pointed to a shortfall of a tenth for roads and care.
growth: 1.4
# courts; event=the ruling on {policy}
- High court strikes down {policy}
+ in a blow to the government
+ , {few} years after the first complaint
+ and leaves ministers little time to react
- Judges to rule on {policy} before end of {month}
+ in a case that {many} town halls are watching
- Court gives government {few} months to rewrite law on {policy}
- {city} couple win {decade}-month court fight over {policy}
+ that began with a form nobody could explain
- What the ruling on {policy} means, and what it does not
- Ruling on {policy} 'a clear signal to parliament', say constitutional lawyers at {university}
> The judges found that {policy} treated people in {region} unequally. Parliament has until {month} to act.
> The case was brought by a couple from {city}. Ministers said they would study the ruling on {policy} with care.
# foreign affairs
- {country} and government sign deal on [student exchange|fishing rights|rail links|clean hydrogen]
+ after {decade} months of quiet talks
+ , the first of its kind in {decade} years
+ but leave the hardest questions open
- Talks with {country} over [fishing|visas|air routes|student fees] to go on until {month}
> Officials spoke of progress with {country}; a joint text is to follow in {month}.
- Prime minister heads to {country} with {many} firms in tow
+ and a long list of awkward questions
- Why the government is suddenly interested in {country}
- Foreign minister calls talks with {country} 'frank', which is not a good sign
- {country}'s president to visit {city} in {month}
+ with a delegation of {many} ministers and business leaders
+ , the first such trip in {decade} years
+ amid doubts about a new air link
- After {decade} years without an ambassador, relations with {country} thaw
> The visit to {country} is the first in {decade} years. Trade, visas and a direct flight from {city} are on the list.
# inquiry; event=the inquiry into {project}
- Inquiry into {project}: minister 'did not read' warning
- Auditors criticise €{millions}m spent on {project}
+ and call the planning of it careless
+ , while the ministry speaks of bad luck
- {project} was late, over budget and approved anyway: the emails
- Former officials to be questioned over {project}
+ in public hearings that start on {weekday}
- 'Nobody asked the obvious question': {few} lessons from the inquiry into {project}
- How {project} came to cost €{millions}m
> Emails shown to the inquiry suggest that doubts about {project} were raised {few} times before it was approved.
> The national audit office says {project} cost €{millions}m more than planned and names no single culprit.
project: the tax portal | the ferry contract | the prison rebuild | the emergency radio network | the stadium loan
  | the vaccine store | the airport link | the school laptops scheme | the tunnel study | the border software
# local government
- Mayors demand say over {policy}
+ and threaten to take the government to court
- '{policy} will be paid for by us': letter from {many} mayors
> {person}, mayor of {city}, says that towns can no longer wait for national decisions on {policy}.
- {city} council collapses in row over [parking|library closures|a swimming pool|bus lanes]
+ and new elections could follow in {month}
+ after a night of shouting and slammed doors
- Can {city} afford its new town hall?
- {person} to stand again as mayor of {city}
+ despite a promise to stop after two terms
- Councillors in {city} give themselves {percent} per cent rise, then think again
- {few} towns in {region} vote to merge into one
+ after {decade} years of sharing a fire engine
> The council in {city} voted {votes} after a meeting that ended past midnight. {person} called it "a sad evening".
votes: 21 to 20 | 33 to 31 | 18 to 17 | 26 to 24
# lobbying; in=energy,telecoms,aviation,construction,pharmaceuticals,banking
- {company} met ministers {many} times before decision on {policy}
+ , diaries released on {weekday} show
+ and the ethics committee wants to know why
+ , raising questions about who else was in the room
- {company} hires former {minister}
+ , {few} months after the end of a term in office
- Former {minister} {person} to advise {company}, watchdog raises questions
- MPs to question {company} chief over [donations|contract|late-night meeting]
+ in a hearing that will be shown live
- How {company} found the ear of government
> Diaries show {many} meetings between {company} and officials in {few} months. The {maker} says it followed the rules.
> {company} said {person} would not work on public contracts. The ethics committee wants a longer waiting time.
# opinion; life=long
- {policy} deserves a better argument than this
+ from both sides of the house
- The trouble with {policy} is not the money
- I voted for {policy}. I was wrong
- {party} has run out of excuses on {policy}
> Both sides of the debate on {policy} talk past the people it is meant for, writes our columnist.
- Politics without shouting is possible. Ask {city}
- In praise of the dull committee
- What if we drew our councillors by lot? {city} might find out
> What {city} tried last {season} shows how {policy} could work, if ministers were willing to look.
# +
- What we know about {event}
- {event}: five questions answered
- {event}: what happens next
- {party} calls for calm after {event}
+ as {city} prepares for a demonstration
- How {event} looks from {city}
- Analysis: {event} changes more than the government admits
- Behind {event}: a week of phone calls, drafts and second thoughts
> Our political editor goes through what is known about {event}, and what is not.
> Reactions to {event} came quickly. {person2} of {party} spoke of a turning point, others of a storm in a teacup.
""",
)
