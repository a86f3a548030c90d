"""Business: companies, markets, the economy, jobs, personal finance."""

from typing import Final

from newsroom.sample.desks.notation import desk

BUSINESS: Final = desk(
    "business",
    0.19,
    """
quarter: first quarter | second quarter | third quarter | fourth quarter | first half | year
unit: logistics arm | foreign business | pensions unit | research division | training business | leasing arm
# companies; value=2; event={company}'s results
- {company} lifts forecast as {product} sell [better than expected|faster than planned]
+ as {chief_surname} promises a cautious year
+ , surprising analysts who had cut their estimates
+ but warns that the second half will be harder
- {company} profit [up|climbs|rises] {percent} per cent
+ on strong sales of {product}
+ in a {quarter} that surprised even {chief_surname}
- {company} misses forecasts for {quarter}
+ as customers put off buying {product}
+ , the third time in a row
- Strong demand for {product} pushes {company} to best {quarter} in {decade} years
- Why {company} grows while its rivals shrink
- {company} shares fall {drop} per cent after weak {quarter}, leaving analysts to ask how long {product} can help
- {company} to pay first dividend since {chief_surname} took over
+ and hopes to win back small investors
> The {maker} from {seat} earned €{millions}m in the {quarter}, helped by {product}. Chief executive {chief} called the
  outlook for {company} "solid, not spectacular".
> {company} put its profit for the {quarter} at €{millions}m. Analysts had reckoned with rather less.
drop: 4..14
# companies; value=3; event={company}'s bid for {rival}
- {company} to buy {rival} for €{billions}bn
+ in the biggest deal {seat} has seen for {decade} years
+ , putting {hundreds} jobs in {seat} in doubt
+ as {industry} groups look for size
- {company} in talks to [take over|merge with] {rival}
+ , according to people close to both boards
- {rival} rejects €{billions}bn bid from {company}
+ as far too low
+ and asks shareholders to sit tight
- Takeover would make {company} the [largest|second-largest] name in {industry}
+ and draw the attention of the cartel office
- Regulators to look into {company} deal with {rival}
+ as smaller competitors warn of higher prices
- 'A perfect fit, at the wrong price': investors split over {company}'s €{billions}bn offer for {rival}
> {company} offers €{billions}bn for its rival {rival}. Together the two would employ {thousands} people.
> The board of {rival} will discuss the offer from {company} on {weekday}. Unions asked for guarantees for {seat}.
# jobs; value=3; event=the {company} job cuts
- {company} to cut {hundreds} jobs
+ as orders for {product} dry up
+ despite a profit of €{millions}m last year
+ , a third of them in {city}
+ and blames high energy prices
- {company} to close {site} in {city}
+ by the end of the year, with {hundreds} jobs at stake
+ after failing to find a buyer
- {company} shuts {few} {site}, {hundreds} jobs at risk
- 'We heard it on the radio': {staff} at {company} on the day their jobs went
- Union calls {company} job cuts 'brutal and needless'
+ and plans a march through {city} on {weekday}
- {city} braces for the end of {company} after {decade} years
+ in the town
- {hundreds} {staff} to leave {company} by the end of {month} as group pulls out of {city}
> {company} plans to cut {hundreds} jobs, most of them in {city}. The {maker} blames high costs and weak orders.
> Staff in {city} learnt on {weekday} that {company} will leave. The town's mayor hopes for a buyer.
# jobs
- {company} hires {hundreds} {staff} for {city}
+ as demand for {product} outgrows its {site}
+ , after years of cutting
+ and promises to train those who have never done the job
- {company} to build {few} new {site}
+ in {city} and {city2}, its first in {few} years
- {company} picks {city} for €{millions}m expansion
+ ahead of {many} other towns
- How {city} won the race for {company}
- {company} moves production of {product} back home
+ from {country} and finds that machines do most of it
- Wanted: {hundreds} {staff}, no experience needed
> The {maker} {company} will spend €{millions}m in {city} over {few} years and is looking for {hundreds} {staff}.
> {city} beat {many} other towns. {company} praised its schools, its port and, above all, its power prices.
# jobs; event=the {company} strike
- {company} {staff} walk out over [pay|shifts|safety]
+ for the first time in {decade} years
+ , leaving customers of {seat} waiting
+ as talks with management break down
- {company} strike enters second week
+ with no talks planned before {weekday}
- Pay deal ends strike at {company}
+ after {few} nights of talks and a great deal of coffee
- {staff} at {company} vote for strike in {month}
+ over shifts that change from one day to the next
- 'We can hold out': on the picket line at {company} in {seat}
- {company} offers {raise} per cent, union wants more
- No {product} this week? What the {company} strike means for customers
> Union members at {company} want {raise2} per cent more; the {maker} offers {raise}. Talks resume on {weekday}.
> The walkout at {company} hits {seat} first. Customers who wait for {product} will need patience.
raise: 2.1 | 2.4 | 2.8 | 3.1 | 3.5
raise2: 5 | 5.5 | 6 | 6.5 | 7
# companies; event=the change at the top of {company}
- {chief} to leave {company} after {decade} years
+ and hand over to a successor from outside the {industry} industry
- {company} names {person} as next chief executive
+ to speed up change in {seat}
+ after a search of {many} months
+ , ending weeks of speculation
- {chief_surname}'s last day: what the next head of {company} inherits
- {company} chair steps down after row with {chief_surname}
+ over the future of its {unit}
- {person}, the outsider who is to turn {company} round
- Family feud at {company} goes to court
+ as two cousins fight over {percent} per cent of the shares
> {person} comes from {rival} and will take over at {company} in {month}. {chief} stays on as an adviser.
> Under {chief}, {company} grew from a local {maker} into a household name. Lately, growth had stalled.
# companies; event=the {company} recall; in=retail,food and drink,pharmaceuticals,medical technology,carmaking,energy
- {company} recalls {product}
+ sold in {many} towns since {month}
+ , the second time in a year
+ after a reader of the Courier raised the alarm
+ after complaints from customers in {city}
- {company} apologises for faulty {product}
+ and offers customers a refund or a replacement
- Got {product} from {company}? Check the number on the back
- {company} knew of faults in {product} for months, documents suggest
- {company} puts cost of recall at €{millions}m
+ and warns that {few} more models may be affected
> {company} asks customers to return {product} sold between {month} and last week. Nobody has been hurt, it says.
> Inspectors found the fault in a routine test in {city}. {company} will refund buyers in full.
# markets
- Shares drift lower as investors wait for [rates decision|inflation figures|budget]
+ in the calmest week since {month}
- Stocks end week {move} per cent higher
+ as fears of another rate rise fade
- {company} leads market higher on takeover rumours
+ that nobody in {seat} wants to comment on
- Markets shrug off weak data from {country}
- Why are bond yields rising again? A short guide for the puzzled
- {company} and {rival} drag index to {few}-month low
+ on worries about weaker demand for {product}
- Pension funds return to shares after {few} lean years
+ but stay away from anything that needs explaining
> Trading was thin. {company} gained most, {rival} lost {move} per cent; bonds hardly moved.
> Investors had little to go on before {weekday}'s figures. {company} was among the few to gain.
move: 1.1 | 1.3 | 1.8 | 2.2 | 2.6
# economy; value=3; event=the rates decision
- Central bank holds rates at {rate} per cent
+ but hints at a change of course in {month}
+ , against the advice of {few} of its governors
+ as prices for food and rent stay high
- Inflation falls to 2.1 per cent, but food still gets dearer
- Economy grew {growth} per cent in {quarter}
+ , a little more than economists had expected
- What the rates decision means for your mortgage
- Central bank leaves rates alone and warns ministers not to spend
- Savers, borrowers, renters: who gains when rates stay put
- One vote short: how close the central bank came to a cut
- Rent, bread, rail fares: where prices rose most and where they fell
- Central bank governor warns that wages in {region} are rising faster than output
> Prices rose 2.1 per cent over the year, less than economists had thought. Services in {city} bucked the trend.
> The bank's {few} governors were split. Most economists expect the next step in {month}.
rate: 2.5
growth: 0.4
quarter: third quarter
# economy
- {country} overtakes {country2} as trading partner
+ for the first time since records began
- Exports to {country} up {percent} per cent
+ despite a strong currency and full ports
+ , helped by machines, medicine and cheese
> Goods worth €{millions}m went to {country} last month, {percent} per cent more than a year ago.
- House prices in {city} rise {percent} per cent in a year
+ as building slows down across {region}
+ , the most of any town in {region}
- The flat nobody in {city} can afford, and the {few} that stand empty
> The figures for {city} stand out: {percent} per cent in a year. {person} of {university} speaks of a catch-up.
- Why nobody in {city} can find a [plumber|roofer|baker|bus driver|electrician]
- Fewer insolvencies in {region}, but {industry2} still in trouble
+ , new figures from the chamber of commerce show
- Small firms in {region} are hoarding cash: is that caution or fear?
> Chambers of commerce in {region} asked {hundreds} firms. A shortage of staff worries them more than energy prices.
industry2: construction | retail | hospitality | farming | printing
# personal finance; life=long
- How to [switch bank|read your pension letter|insure a bicycle|split a bill] without losing {few} hours
- {few} mistakes people make with their first salary
> A little preparation saves a surprising amount. {person} of the consumer office in {city} explains.
- Is a fixed mortgage still worth it?
- What your bank does not tell you about [fees|savings rates|overdrafts]
- We saved €{hundreds} in a month. Here is how
- Renting at 30, owning at 50: is the old rule dead?
- My landlord sold the house: what rights do I have, and how quickly must I be out?
> Our money editor answers readers' questions, with sums that fit on the back of an envelope.
# companies; life=long
- {chief}: 'I read every complaint'
- The quiet rise of {company}
- Inside {company}: a day with the {staff}
- {company} bets on {product}. Will it work?
- How {chief} took {company} from a back room in {seat} to {country}
- {company} at {decade}: the {maker} that refused to go public
- What went wrong at {company}? Former {staff} tell their side of the story
> {company} is one of the best known names in {industry}. We spent a day in {seat} to see what has changed.
> {chief} rarely gives interviews. A conversation about {product}, impatience, and what {company} will not do.
# companies
- {company} sells {unit} to {rival}
+ to pay down debt of €{billions}bn
+ , {few} years after buying it
+ and says customers will notice nothing
- {company} to spin off {unit} next {season}
+ and concentrate on {product}
- {company} opens in {country}
+ with {hundreds} staff and high hopes
+ , where {rival} is already at home
- {company} tries its luck in {country} again, {decade} years after its first attempt failed
> {company} starts with {few} {site} in {country}. {chief} does not expect to earn money there before year three.
- Cartel office raids {company} and {rival}
+ , seizing boxes of files and {many} laptops
+ after a tip from a former employee
- Did {company} and {rival} fix the price of {product}?
> Investigators searched offices in {seat} on {weekday}. {company} says it is helping them; {rival} declined to comment.
- {company} wins €{millions}m order from {country}
+ against strong bids from {rival} and others
- {company} loses contract worth €{millions}m
+ to {rival}, after {decade} years without a complaint
- {company} and {rival} bury the hatchet over {product}
+ after {few} years in court
> The deal is worth €{millions}m, according to people close to {company}. It still needs approval.
> {company} of {seat} said little beyond a short statement. {rival} declined to comment.
# retail; in=retail
- {company} to stop selling [plastic bags|caged eggs|cigarettes|energy drinks to children]
+ in all of its {hundreds} stores from {month}
+ after a petition started by a school class in {city}
- {company} opens late: shoppers in {city} divided
- Christmas starts in {month2} at {company}
+ and shoppers in {city} are not sure what to think
- Self-checkout? No thanks, says {company}, and brings back the till
> {company} will test the change in {city} first. Consumer groups welcomed it, {rival} is watching.
> Shoppers asked by the Courier in {city} were of two minds. {company} speaks of a success.
month2: September | October
# retail; in=food and drink,retail
- {company} shrinks packs of {product}, not the price
+ as costs of transport and packaging rise
+ , and hopes that nobody minds
- Cheaper {product}: {company} starts price war with {rival}
- {company} and {rival} race to cut the price of {product}
+ as discounters open in {city}
- Why {product} from {company} cost {percent} per cent more than last year
> Consumer groups compared {many} shops in {city}. {company} points to the cost of transport and of {staff}.
> {rival} is expected to answer {company} within days. In {city}, shoppers were quick to notice.
# +
- What is behind {event}?
- {event}: who wins, who loses
- Unions and investors read {event} in different ways
- Explained: {event} in five minutes
> Economists at {university} explain what {event} will change, and for whom.
> Our business editors sum up what is known about {event} and what to watch for next week.
- {event}: the view from {seat}
- {company} tries to reassure customers
- {company} under pressure: why the next two weeks will decide how costly {event} gets
> What {event} means for {company}, its customers and {seat}.
> {chief} of {company} spoke to {staff} on {weekday}. Our reporters sum up what is known.
""",
)
