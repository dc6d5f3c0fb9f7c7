/** A sentence, and a question that a person who did not read it would ask. */
export interface Fact {
  readonly sentence: string
  readonly question: string
}

/** From a lease, a medical file, a study, a school and a novel. */
export const facts: readonly Fact[] = [
  [
    'The tenant shall hand over a deposit of 4,350 euros before the first of May.',
    'How much deposit does the renter have to pay?',
  ],
  ["Keeping dogs in the flat requires the landlord's consent in writing.", 'Am I allowed to have a dog in my flat?'],
  [
    'Either side may end this agreement with a notice of eleven weeks.',
    'How long is the notice period if somebody wants to end the agreement?',
  ],
  ['Disputes arising from this contract go before the court in Lübeck.', 'Which court is in charge of disputes?'],
  ['The heating was last inspected by Marten Vogel on 14 March.', 'Who did the last inspection of the heating?'],
  ['On the ninth day the patient was given 40 mg of prednisolone.', 'What dose of prednisolone did the patient get?'],
  ['Her mother died of a stroke at the age of fifty-eight.', "What did the patient's mother die of?"],
  ['The biopsy of the left kidney showed no malignant cells.', 'What did they find in the kidney biopsy?'],
  ['She reported an allergic rash after penicillin in 2011.', 'Is an allergy to penicillin known?'],
  [
    'Discharge took place on the twentieth, with a wheelchair ordered for home.',
    'When was she discharged, and did she need a wheelchair?',
  ],
  [
    'Sensors at the outer buoy failed for six days in October because of ice.',
    'Why did the sensor on the buoy stop working?',
  ],
  [
    'The herring catch fell by 17 percent when the current weakened.',
    'By what percentage did catches of herring go down?',
  ],
  [
    'All water samples were stored at minus twenty degrees in the cellar of the institute.',
    'At which temperature did they keep the samples of water?',
  ],
  ['Funding came from the Lindqvist foundation, which had no say in the analysis.', 'Who funded this work?'],
  ['The questionnaire was returned by 312 of 540 households.', 'How many households answered the questionnaire?'],
  ['The lighthouse keeper hid the brass key behind the third step of the stairs.', 'Where is the brass key hidden?'],
  [
    "Grandmother's violin was sold to a dealer in Ghent for ninety guilders.",
    "How much money did they get for grandmother's violin?",
  ],
  ["Captain Orlow married the baker's daughter in the chapel on the hill.", 'Whom did the captain marry?'],
  [
    'The exam in geography takes place in room 214, and calculators are forbidden.',
    'In which room is the geography exam?',
  ],
  [
    'The class trip to the salt mine costs 38 euros for each pupil.',
    'What does the trip to the salt mine cost per child?',
  ],
].map(([sentence = '', question = '']) => ({ sentence, question }))

/** The words of the facts and questions, by field, are all over the text: only several together show a fact. */
const fields: readonly (readonly string[])[] = [
  'tenant renter deposit landlord dog flat agreement notice week court dispute contract heating inspection consent side',
  'patient dose day mother stroke age biopsy kidney cell rash penicillin allergy wheelchair home discharge cause death',
  'sensor buoy ice current herring catch water sample degree cellar institute temperature foundation analysis questionnaire household',
  'keeper key step stairs lighthouse violin dealer money captain daughter chapel hill baker guilder grandmother brass',
  'exam room calculator geography class trip mine salt pupil child period percentage euro work part place',
].map((words) => words.split(' '))
const commonNouns =
  `garden window river market bridge doctor teacher report harbour winter summer road field table lamp book
  engine roof village train paper coat boat bell mirror street morning letter island forest evening crowd storm voice wall
  glass stone corner pocket basket candle ladder meadow orchard parcel quarry ribbon saddle tunnel valley wagon yard barn
  cabin desk envelope fountain goose hammer inn jacket kettle lane mill nest oven pier quilt rope shelf tower uncle vest`
    .trim()
    .split(/\s+/)
const verbs =
  `waits stops works changes falls returns answers ends keeps marries costs pays gets finds fails shows dies sells
  hides orders needs takes stores reports gives inspects moves opens turns grows breaks carries follows remembers`
    .trim()
    .split(/\s+/)
const adjectives =
  'left last third written known outer large quiet old narrow early heavy plain common green allergic first'.split(' ')
const frames = [
  'The {adjective} {noun} {verb} in front of the {common}, and nobody asks why.',
  'A {noun} of this kind {verb} only if the {adjective} {common} allows it.',
  'When the {common} {verb}, the {common} is kept for another {common}.',
  'It is known which {common} {verb}, but not how much the {common} is used.',
  'Who looks at the {common} does not see that the {common} {verb} behind it.',
  'There was a {adjective} {common} on the {common}, and they had to get it before the {common} {verb}.',
  'In this year the {common} was {adjective}, as it had been for the {common} at which she worked.',
]
/** A chapter is about one field. */
const pagesPerChapter = 7

/** Returns a number in [0, below). */
type Random = (below: number) => number

const randomFrom = (seed: number): Random => {
  let state = (Math.imul(seed, 2_654_435_761) + 1) >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/**
 * A long text with each fact in the middle of a passage, spread evenly over it.
 * @returns its pages, and the page of each fact, from 1
 */
export function plantedText(pageCount: number, passagesPerPage: number, seed = 1) {
  const random = randomFrom(seed)
  const pick = (list: readonly string[]) => list[random(list.length)] ?? ''
  let noun: readonly string[] = []
  const sentence = () => {
    const lists: Readonly<Record<string, readonly string[]>> = {
      noun,
      common: commonNouns,
      verb: verbs,
      adjective: adjectives,
    }
    return pick(frames).replace(/\{(\w+)\}/g, (_, name: string) => pick(lists[name] ?? []))
  }
  const pages = Array.from({ length: pageCount }, (_, index) => {
    if (index % pagesPerChapter === 0) noun = fields[random(fields.length)] ?? []
    return {
      page: index + 1,
      passages: Array.from({ length: passagesPerPage }, () => Array.from({ length: 4 }, sentence)),
    }
  })
  const places = facts.map((fact, index) => {
    const page = Math.floor(((index + 0.5) * pageCount) / facts.length)
    pages[page]?.passages[random(passagesPerPage)]?.splice(2, 0, fact.sentence)
    return page + 1
  })
  return {
    pages: pages.map(({ page, passages }) => ({ page, passages: passages.map((sentences) => sentences.join(' ')) })),
    places,
  }
}
