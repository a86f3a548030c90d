"""Sport: football above all, then everything else."""

from typing import Final

from newsroom.sample.desks.notation import desk

SPORT: Final = desk(
    "sport",
    0.14,
    """
club: Harwick United | Calderbay Rovers | Port Ellery Athletic | Thornsea Town | Wexbridge Wanderers | Dunmere City
  | Kingsferry Albion | Northolm FC | Aldermoor Rangers | Eastholm Dynamos | Saltmere Harriers | Veldon Vale
side: Harwick Herons | Tarn Bears | Calder Kings | Ellery Storm | Marsh Hawks | Wexbridge Mariners
score: 1-0 | 2-0 | 2-1 | 3-1 | 3-2 | 4-1 | 1-0 | 2-1
place: second | third | fourth | fifth | sixth
# football; value=2; event={club} against {club2}
- {club} {score} {club2}: [late|own|deflected|stoppage-time] goal decides
- {club} beat {club2} {score}
+ in front of a half-empty stand
+ to climb to {place}
+ with a goal in each half and a save at the end
+ , although {club2} had the better chances
- {surname} brace sinks {club2}
+ on a night of two red cards
- {club} go {place} with {score} win over {club2}
+ and start to look upwards
- {person} scores twice as {club} see off {club2}
+ in front of the national coach
- {club2} pay for missed penalty at {club}
+ and slip closer to the relegation places
- 'We were asleep': {club2} coach furious after {score} defeat at {club}
- Ten-man {club} hold on against {club2} to stay in the race for Europe
> {person} decided the match in the {minute}th minute. {club} are now {place}; {club2} have not won for {few} games.
> {club} were the better side for an hour against {club2}. It ended {score}, and could have ended otherwise.
minute: 64 | 74 | 78 | 84 | 86 | 87 | 88 | 89
# football; event={person}'s move to {club}
- {club} sign {person} from {club2}
+ on a {few}-year contract
+ , the most expensive signing in the history of the club
+ after weeks of haggling
- {club} want {person}, but {club2} want €{millions}m
- {person} leaves {club2} for {club}
+ after {few} years and one last lap of honour
- {person} on the way to {club}: what the deal says about {club2}
- {surname} to {club}: done deal?
- 'I grew up with a {club} scarf': {person} on the move that surprised everyone in {city}
> {person}, {age}, has signed for {few} years. {club} pay {club2} €{millions}m, people close to the talks say.
> {club2} wanted to keep {person} until the summer. In the end, the player's wish decided.
age: 18..31
# football; event=the coaching change at {club}
- {club} sack {person} after {few} defeats in a row
+ and turn to a man from their own academy
+ , hours after promising support
- {person} out at {club}
- {club}: who comes after {surname}?
- {person2} takes charge at {club} until the end of the season
+ and starts with a day off for everyone
- 'I would do it all again': {surname} leaves {club} with head held high
- {few} coaches in {few2} years: {club}'s endless search for calm
> {club} are {place} from bottom. {person2}, until now in charge of the under-19s, will lead training on {weekday}.
> The board of {club} thanked {person} in {few} lines. Fans are planning a longer goodbye.
few2: three | four | five
# football
- {club} or {club2}? The title race in {few} charts
- {club} captain {person} out for {few} weeks
+ with a torn calf muscle
+ and miss him in the derby against {club2}
- {person} signs new deal at {club}
+ and ends months of rumours about {club2}
- {club} raise ticket prices by {percent} per cent
+ and supporters plan a protest at half-time
- Fans of {club} to stay silent for {minutes} minutes
+ in protest against kick-off times
- {person} is {age}, and already the best player {club} have
- Derby day: why {club} against {club2} is never just a game
- {club} women fill the big stadium for the first time, and beat {club2}
> {club} have {few} games to go. {person} talks about nerves, knees and next {season}.
> Supporters of {club} and {club2} agree on one thing: this season is the strangest in years.
age: 17 | 19 | 20
minutes: 10 | 12 | 15
# cup; value=3; event=the {club} cup upset
- Cup shock: {village} knock out {club}
- {village} {score} {club}: the day the [baker|postman|teacher] scored
- {club} survive cup scare at {village}
+ thanks to two late goals and a kind referee
- How {village}, average crowd {hundreds}, beat {club}
- Cup draw: {club} to meet {club2}
> {village} play {few} divisions lower. {person}, who drives a bus, scored the winner against {club}.
> {club} needed extra time on a pitch like a ploughed field. {village} got a standing ovation.
village: Sandrigg | Millbeck Villa | Tarn Head | Oakhaven | Marrowby Mill
# tennis
- {person} beats {person2} to reach {country} semi-final
+ after saving {few} match points
+ in the longest match of the week
- {person} wins in {country} from match point down
+ and apologises to the ball boy
- {person} to retire after {season}
+ with {few} titles and two new hips
- {surname} v {surname2}: five sets, {few} rain breaks
- {person}, {age}, is the talk of the tennis tour
- Injured {person} pulls out of {country} Open
+ and fears for the rest of the {season}
- Underarm serve, cold pizza, new coach: how {woman} found her game again
> {person} needed {hours} hours in {country}. The next opponent is a childhood friend.
> A year ago {person} was ranked {hundreds}th. Now the top ten is within reach.
age: 17..21
hours: three | four | nearly four | more than four
# cycling; event=the tour of {country}
- {person} takes stage {stage} in the mountains
+ and the leader cracks {few} kilometres from the top
+ , a third victory this year
- {person} in yellow, {surname2} in trouble
- Crash in final kilometre costs {person} the lead
+ of a race under control for a week
- Stage {stage}: {hundreds2} kilometres, {few} climbs, one winner
- Tour of {country}: the {few} riders to watch
- {person} wins by the width of a tyre
+ after {hundreds2} kilometres in the rain
- 'I only looked back once': {person} solos to victory on the longest stage
> {person} attacked on the last climb of stage {stage} in {country} and was not seen again.
  {person2} lost {few} minutes.
> The race through {country} goes on with a flat stage. {person} leads by {seconds} seconds.
stage: 3..19
hundreds2: 142..231
seconds: 4..58
# athletics
- {person} runs national record over [800 metres|1500 metres|5000 metres|10,000 metres]
+ at the home meeting in {city}
+ , by a margin nobody had thought possible
- {person} clears {height} metres in {city}
+ on the third and last attempt
- Marathon in {city}: {person} wins in the rain
- {person} misses final by a hundredth
+ and laughs about it, a little later
- Coach of {person} suspended
+ while officials look into {few} missed tests
- From school sports day in {city} to the world final: the rise of {person}
- The slowest finisher of the {city} marathon got the loudest cheer
> {person} had been ill the week before. "I did not look at the clock," the winner said in {city}.
> {thousands} spectators in {city} saw {person} win. The world championships begin in {few} weeks.
height: 1.98 | 2.01 | 4.80 | 5.85 | 5.91
# rugby
- {side} edge {side2} in last minute
+ after trailing for most of the night
+ in a match that had everything but tries
- {side} {points} {side2}
- {side} lock {person} banned for {few} weeks
+ for a tackle the referee did not see
- {side} name unchanged team for {side2}
+ despite two defeats in a row
- {person} kicks {side} into the play-offs
+ from the touchline with the clock at zero
- Mud, blood and a drop goal: {side} beat {side2}
- Head injuries: {side} players ask for longer breaks
> {person} kicked {few} penalties for {side}. {side2} had led until the {minute}th minute.
> {side} stay top after a match that {side2} will remember for its weather.
points: 24-21 | 19-17 | 31-28 | 16-13 | 27-20 | 22-9
minute: 68 | 74 | 78 | 79
# winter sports
- {person} wins downhill in {country}
+ on a piste that frightened half the field
+ , by the smallest margin of the {season}
- {person} second in {country} by {seconds} hundredths
+ and happier than the winner
- No snow in {region}: season opener moved
- {person} lands jump nobody has tried before
+ and then lands the next one too
- Ski clubs in {region} run out of winter
- How {person} came back from {few} operations to win in {country}
> {person} had drawn a late number and a bad piste. It was enough for {country}'s coldest podium.
> Organisers in {region} have until {month} to decide. Artificial snow costs €{millions}m.
seconds: 2..40
country: Austria | Canada | Finland | Italy | Norway | Japan
# money and sport; in=retail,banking,energy,telecoms,aviation,food and drink,carmaking
- {company} to end {club} sponsorship
+ after {decade} years and a row about a logo
+ , leaving a hole of €{millions}m in the budget
- {club} stadium to be named after {company}
+ for €{millions}m, against the will of most season ticket holders
- {company} buys naming rights in {city}
+ and promises to keep the old sign
- {club} fans protest against {company} deal
+ with {thousands} signatures and a very long banner
- {club} and {company} extend contract by {few} years
+ and put the money into the youth academy
- What {company} gets for €{millions}m a year on the shirts of {club}
> {company} pays {club} about €{millions}m a year. The contract runs for {few} years.
> The {maker} {company} says the deal with {club} has paid off. Supporters' groups were not asked.
# other sports
country: Portugal | Chile | Norway | Australia | Ireland | Iceland
- {person} swims {river} from source to sea
+ in {many} days, for a bet
- Chess: {person}, {age}, becomes youngest master
- {city} to host European [rowing|curling|judo|handball] championships
+ for the first time, with {thousands} visitors expected
- Darts, bowls, tug of war: the games that {region} plays in {season}
- Sailor {person} rescued off {country}
+ after {few} days on a raft
- {side} basketball: {person} hits {points2} points and goes home by tram
- Climbing hall in {city} turns away {hundreds} children
+ because the queue goes round the block
> {person} trained for {few} years, mostly before breakfast, in {city}.
> Clubs in {region} have more members than ever and too few halls.
age: 11..15
points2: 34..51
side: Harwick | Calder | Ellery | Wexbridge
# women's football
- {country} too strong for national team
+ in the last test before the championship
- National team beat {country} {score}
+ but the coach wants more calm on the ball
+ , with a debutant scoring the winner
- {woman} named in squad for first time
+ {few} months after playing in the third division
- {woman} on penalties, pay and playing for {club}
- Record crowd sees {score} win over {country}
+ and an opposing goalkeeper in the form of her life
- Full-time at last: how {club} women stopped working nights
> {woman} scored on her debut. The coach spoke of "the best hour of the year".
> Against {country} {thousands} came to {city}. {woman} of {club} was the best on the pitch.
# opinion; life=long
- Leave the referee alone
- Video referees have made football fairer and less fun
- In defence of the goalless draw
- Why {club} should bring back standing places
- The season is too long. Everybody knows it
> It would cost little and change a lot, writes our columnist, who has missed {few}
  home games of {club} in {decade} years.
> Sport needs doubt, says our columnist, and remembers an afternoon in {city}.
# +
- {event}: five things we learnt
- {event}: the talking points
- The morning after {event}
- {event} divides the fans
- Podcast: what {event} says about the season
> Our reporters on {event}, the mood in {city} and the week ahead.
> What was said and not said after {event}.
""",
)
