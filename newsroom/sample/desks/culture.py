"""Culture: film, music, books, stage, art, food, television."""

from typing import Final

from newsroom.sample.desks.notation import desk

CULTURE: Final = desk(
    "culture",
    0.10,
    """
film: The Salt Road | Ninety Winters | Quiet Hands | A House in Veldon | The Understudy | Low Tide | Paper Boats
  | The Long Sunday | Nightingale Street | What the River Kept | Small Gods of the Harbour | Dust and Honey
band: Glass Harbour | The Late Swimmers | Paper Lanterns | Ox & Moon | Velvet Tram | The Night Ferries
  | Marble Arms | Honeydrum | The Second Cousins | Low Orchestra
novel: The Lamplighter's Debt | Orchard Year | Nothing but Weather | The Cartographer's Wife | Salt in the Bread
  | A Short History of Rain | The Ferryman's Daughter | Other People's Gardens | The Glass Orchard | Winter Wheat
play: The Magistrate's Garden | Three Umbrellas | The Bell Foundry | Late Trains | A Map of the House | Hagstone
venue: the Corn Exchange | the Old Tram Shed | the Riverside Theatre | the Opera House | the Winter Garden
# film
- {film} review: {verdict}
- {film} wins top prize in {city}
+ and its director forgets the speech
+ , ahead of far more expensive rivals
- '{film}' made her famous. Now {woman} wants to direct
- Why everyone is talking about '{film}'
- {person}: 'I nearly turned down {film}'
- Is '{film}' the best film of the year? Our critics disagree
- '{film}' was shot in {city} in {decade} days, in the rain, with a borrowed camera
> {person} plays the lead in '{film}', a film that trusts its audience. In cinemas from {weekday}.
> '{film}' by {person2} tells of a family in {city} and a secret that everyone knows.
verdict: tender, funny, too long | a quiet triumph | all mood, no map | worth the babysitter | grief with good jokes
# television
- {series}: the ending explained
- What to watch this weekend
- {series} is back, and [darker|funnier|slower|better] than ever
- The {few} best [crime series|documentaries|comedies|costume dramas] of the {season}
- {series} actor {person} on growing up in {city}
- Who killed off {series}? The short life of a much-loved show
> The new season of {series} takes its time. That is good news, says our critic.
> {person} of {series} talks about long days, bad coffee and the scene that was cut.
series: Harbour Watch | The Registry | Cold Orchard | Second Shift | The Inheritors | Ferry Nine | Dr Pell Returns
# music; event=the tour of {band}
- {band} announce {season} tour
+ with {many} dates and no support act
+ , their first in {decade} years
+ and promise to play the old songs too
- {band} live in {city}: {verdict}
- {band} cancel shows after singer loses voice
+ halfway through the second verse
- {band} return after {decade} years with an album about [rivers|fathers|insomnia|trains|bread]
- Tickets for {band} in {city} gone in {few} minutes
+ and are back on sale at ten times the price
- {band} singer {person}: 'We broke up {few} times before breakfast'
- Review: {band} make a joyful noise about growing old
> {band} play {many} towns, among them {city}. The new songs are quieter, the fans louder.
> {person} of {band} talks about the new album, written in a cabin in {region}.
verdict: loud, late, lovely | two hours of sunshine | a masterclass in silence | sweat and strings
# music
- The choir of {city} that anyone can join
+ has a waiting list after all
- Organist, {age}, plays one last Sunday in {city}
- {person} wins piano prize in {country}
+ with a sonata nobody else dared to play
+ , the youngest winner in {decade} years
- {city} orchestra picks {person} as chief conductor
+ after the musicians themselves had voted
+ , the youngest ever to hold the post
- Vinyl sales overtake CDs in {region}
+ for the first time since the eighties
- How a schoolteacher from {city} wrote the song of the summer
> {person} came to {city} by chance and stayed for the music. A portrait.
> Concerts in {city} are sold out until {month}. What changed?
age: 78..93
# books
- {novel}: {verdict}
- {person} wins fiction prize for '{novel}'
+ , a first novel written on night shifts
+ at the third attempt, and cries
- {person} on '{novel}': 'I wrote it on the bus'
- '{novel}' by {person} is [shorter|sadder|funnier|stranger] than it looks
- The novel that {city} book clubs cannot put down
+ was rejected {many} times
- {novel} banned from {city} schools, then sold out
- {many} books for the [beach|train|long evenings|sleepless]
> '{novel}' follows a widow from {city} who inherits a boat. {person}'s {few}th novel is also the best.
> {person} read from '{novel}' in {city}. A talk about patience, publishers and peas.
verdict: a novel of rare calm | {few} hundred pages, no wasted word | clever, cold, hard to forget | a debut to cherish
few: four | six | seven
# stage
- {play} at {venue}: {verdict}
- '{play}' is the hit nobody at {venue} saw coming
+ and tickets are gone until {month}
- Standing ovation for {person} in '{play}'
+ at {venue} on a night of missed cues and magic
- {venue} to close for {few} years
+ for repairs that will cost €{millions}m
+ , and nobody knows where the actors will go
- {person} to lead {venue}
+ from {month} and promises cheaper seats
- '{play}' returns to {venue} with a cast under 20
- A power cut, {hundreds} phones and a monologue: the night '{play}' went on in the dark
> {person} directs '{play}' at {venue} in {city} as a comedy, which works until it should not.
> The audience at {venue} laughed, then stopped. '{play}' runs until {month}.
verdict: bold and baffling | a feast of acting | {few} doors, no exit | all heart
# art
- Stolen painting returns to {city} after {decade} years
+ in the boot of an unremarkable estate car
+ , wrapped in a shower curtain
- {city} gets its [sculpture park|modern art museum|mural festival] after all
+ , {decade} years and {few} mayors later
- Museum in {city} takes down its labels
+ and asks visitors to write new ones
- Is it art or a leak? Cleaners in {city} were sure
- {person} turns {venue} into a forest
+ with {hundreds} living birches and a good deal of fog
- {museum} shows {person}, painter of [laundry|motorways|kitchens|fog]
- Sold for €{millions}m, painted in a garage in {city}
> The show in {city} is small and best seen twice. Until {month}.
> {person} worked on it for {few} years. Visitors in {city} stay longer than planned.
museum: The Harbour Gallery | The Municipal Museum | The Textile Hall | The New Rooms
# food and drink; life=long
- {person}'s [lentil soup|plum cake|fish pie|pickled onions], and why it works
- Where to eat in {city} for under €{price}
- The {few} best bakeries in {city}
- Restaurant review: {restaurant}, {city}
- {restaurant} loses its star and gains a queue
+ , and the cook could not be happier
- Leeks, please: {few} recipes for the end of the month
- She left a bank to make cheese in {region}, and the goats have opinions
> {person} cooks with what {region} has in {month}. The recipe feeds {few} and forgives mistakes.
> At {restaurant} in {city} there is no menu. Our critic came away full and slightly in love.
restaurant: The Copper Pot | Table Nine | Marsh & Daughter | The Drowned Bell | Salt Kitchen | Aunt Rosalind
price: 12 | 15 | 18 | 20
# heritage
- {city} argues about its [clock tower|cobbles|brewery|statue]
+ and splits into two camps and a choir
- A house in {city} that has not changed since [1911|1926|1934|1958]
+ , with the newspaper of that day still on the table
- Saving the last [tile works|tram|windmill|rope walk] in {region}
+ with spare parts from {country} and a lot of grease
- {person} restores [clocks|church windows|carousels|globes] for a living
- What {city} would rather forget: a museum of small embarrassments
> The council of {city} will decide in {month}. {person} has collected {thousands} signatures.
> {person} found the first piece in a barn near {city}. Now there are {hundreds}.
# festivals; event=the {city} festival
- {city} festival opens with a [whisper|bang|wrong note|thousand lamps]
+ and a queue that reaches the harbour
+ , under a sky that just held
- {city} festival: {few} events not to miss
- Rain, mud and {thousands} happy people: the {city} festival in pictures
- {city} festival drops its main sponsor
+ after musicians threaten to stay away
- How {city}, population small, got a festival this big
> {thousands} visitors are expected in {city}. For the first time the opening is free.
> The festival in {city} has grown for {decade} years. Some residents think that is enough.
# media business; in=media
- {company} to publish {person}'s memoirs
+ after a bidding war between {few} houses
+ , all {hundreds} pages of them
- {company} cancels series after {few} episodes
+ and leaves the detective hanging from a bridge
- {company} buys rights to '{novel}'
+ after a single chapter
- {company} turns '{novel}' into {product}
+ and its author would rather not comment
- Writers accuse {company} of late payment
+ and publish their bank statements
> {company} did not name a price. {person} was said to be "astonished and a little frightened".
> The {maker} {company} has had a good year with {product}. Authors want their share.
# +
- {event} in pictures
- {event}: what critics say
- {event}: the {few} best moments
- What remains of {event}
> Joy, a little rain, and a lot of clapping: our critics look back on {event}.
> Photographs, voices and small scandals: what people will remember of {event}.
""",
)
