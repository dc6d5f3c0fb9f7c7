import type { ReadDocument } from '../../contract/reader.js'

/** Documents of three pages for tests and measurements with a real model. No model was trained on them. */
export const texts = {
  lease: [
    [
      'This letter concerns the lease of the ground floor at 14 Mill Lane. The tenant, Birch & Daughters, has rented the rooms since 1 March 2019 and runs a bookbinding workshop there.',
      'The monthly rent is 1,450 euros. It was last raised in January 2023, by four per cent, and has been paid on time ever since.',
      'On 9 October 2025 the landlord gave notice to end the lease. He says that he needs the rooms for his son, who is to open a bakery.',
    ],
    [
      'The notice is not valid. The lease runs until 28 February 2029, and neither side may end it earlier without an important reason.',
      'The need of a relative is no important reason in a commercial lease. The court of appeal decided this in a similar case in 2018.',
      'The notice also came by e-mail. Section 12 of the lease asks for a letter with a signature, and no such letter has arrived.',
    ],
    [
      'The tenant is ready to talk. She would leave by the end of 2026 if the landlord pays for the move of two heavy presses, about 18,000 euros.',
      'She asks for an answer within three weeks. Without one she will ask the regional court to declare that the lease continues.',
      'Until then the rent is paid as before, and the rooms stay open to customers from Tuesday to Saturday.',
    ],
  ],
  clinic: [
    [
      'A clinic in the hills followed 212 patients with knee pain for two years. Half of them exercised with a teacher twice a week, and the others were given a leaflet.',
      'The mean age was 61 years. Patients with an earlier operation on the knee could not take part.',
      'Pain was measured on a scale from 0 to 100 at the start, after six months and after two years.',
    ],
    [
      'After six months pain had fallen by 19 points in the group that exercised and by 6 points in the other. The difference is larger than chance would give.',
      'After two years the difference was only 5 points. Most patients had stopped exercising once the lessons ended.',
      'Eleven patients fell during a lesson. One of them broke a wrist, and nobody needed an operation.',
    ],
    [
      'A lesson cost 12 euros for each patient. The clinic saved about 40 euros a year for each patient on tablets against pain.',
      'The study has limits. Patients knew their group, and 31 of them did not come to the last visit.',
      'The authors advise lessons for at least a year, and a call every month afterwards, so that patients continue at home.',
    ],
  ],
  school: [
    [
      'The village school has 84 pupils in four classes. Its building is from 1908 and was last repaired thirty years ago.',
      'In winter the rooms on the north side reach only 16 degrees. The boiler broke down nine times last year.',
      'The council asked an engineer for advice in May. Her report has three proposals.',
    ],
    [
      'The first proposal is a new boiler. It costs 60,000 euros and can be built in within two weeks, but the walls would still let the heat out.',
      'The second proposal adds new windows and insulation under the roof. It costs 240,000 euros and halves the use of gas.',
      'The third proposal is a new building beside the playground for 2.1 million euros. It would be ready in four years at the earliest.',
    ],
    [
      'Parents were asked in September. Of 97 families that answered, 71 prefer the second proposal.',
      'The state pays a third of the cost of insulation if the request arrives before 31 March.',
      'The council decides on 12 December. Until then two electric heaters stand in each room of the north side.',
    ],
  ],
} as const satisfies Record<string, readonly (readonly string[])[]>

/** What the reader would return for one of the texts. */
export const readText = (pages: readonly (readonly string[])[]): ReadDocument => ({
  kind: 'text',
  encoding: 'utf-8',
  pages: pages.map((passages) => ({ passages, status: 'read' })),
  removedCharacters: 0,
  omitted: [],
  problems: [],
})
