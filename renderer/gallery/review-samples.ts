import type { Message } from '../../contract/chat.js'
import { now, question, reply } from './samples.js'

/** A reply that was checked and signed off, and one about law. */
export const reviewMessages: readonly Message[] = [
  question('c6', 'Why is the sky dark at night?'),
  reply('c6', {
    text: 'The sky is dark because the universe had a beginning. Heinrich Wilhelm Olbers described the paradox in 1823. Light of the farthest stars has not reached us, and what has is shifted towards red. I hope this helps.',
    signOff: { by: 'Dr Ode', at: now },
    claims: {
      foundBy: 'model',
      list: [
        { text: 'The sky is dark because the universe had a beginning.', state: 'unsure' },
        { text: 'Heinrich Wilhelm Olbers described the paradox in 1823.', state: 'right' },
        {
          text: 'Light of the farthest stars has not reached us, and what has is shifted towards red.',
          state: 'wrong',
        },
      ],
    },
  }),
  question('c6', 'And can my landlord forbid a telescope on the balcony?'),
  reply('c6', {
    text: 'In most places he can’t, as long as nothing is fixed to the wall. Look at the clause on alterations in your lease of 2019.',
    claims: {
      foundBy: 'words',
      list: [{ text: 'Look at the clause on alterations in your lease of 2019.', state: 'unchecked' }],
    },
  }),
]
