import { chatml, qwen3 } from './chatml.js'
import { llama3 } from './llama3.js'
import { mistral } from './mistral.js'
import type { TurnStyle } from './turn-style.js'

/**
 * The formats of public chat templates, by the SHA-256 of the template's text: in UTF-8, with `\n` as line break, without
 * whitespace around it.
 */
export const knownTemplates: Readonly<Record<string, TurnStyle>> = {
  // SmolLM2
  '872be49dbb638044ad01b60388f48d469ff2980e5f0dccdc22ec907db54d0788': chatml({
    system: 'You are a helpful AI assistant named SmolLM, trained by Hugging Face',
  }),
  // Qwen1.5
  '7a2fad4301dcce93b13747dfd6ee5fa696dc12de86b85b86344bea8f649022b3': chatml({ system: 'You are a helpful assistant' }),
  // Qwen2
  '793202280c0910ab26bc6eb57c8212c2417324c6d8c4efd0d10d59092ab3e3eb': chatml({
    system: 'You are a helpful assistant.',
  }),
  // Qwen2.5
  '55b2f4a26ac9ee719330a61a0c39d9e538b0e9322212f048326318cff4f8674a': chatml({
    system: 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.',
  }),
  // ChatML without a system message
  '153280e3ff55d19da1398bdb3914ee2a51b80429bfaedde11d7d216c39db80f3': chatml(),
  // the same, with a default for its generation prompt
  '58c1a1f04baa7adaeaba1f90267c3d57d9396f0c1f0129bdde9e76d3c6784af7': chatml(),
  // Qwen3
  '87a2728cb8dc9fe424d624542f6060ec05a1d285ebbec578bb078900e33396b5': qwen3({ reasoning: 'optional' }),
  // QwQ
  cb2d7aa140bed098f4ac8ab1a403980e6768d58ec95ef701668fc7dd017e0762: qwen3({ reasoning: 'always', isQwq: true }),
  // Llama 3, which always opens a reply
  b48c47f6443892716176eb200bf4ef108f64e06ca26ed0fa8ebc0a4b3992fcb2: llama3(),
  // Llama 3
  ba03a121d097859c7b5b9cd03af99aafe95275210d2876f642ad9929a150f122: llama3(),
  // Llama 3.1 and 3.3
  '93c0e9aa3629bbd77e68dbc0f5621f6e6b23aa8d74b932595cdb8d64684526d7': llama3({ date: '26 Jul 2024' }),
  // Llama 3.2
  d82792f95932f1c9cef5c4bd992f171225e3bf8c7b609b4557c9e1ec96be819f: llama3({ date: 'today' }),
  // Mistral 7B 0.2 and Mixtral, at first
  '26a59556925c987317ce5291811ba3b7f32ec4c647c400c6cc7e3a9993007ba7': mistral({
    question: ['[INST] ', ' [/INST]'],
    answer: '',
    system: 'first',
  }),
  // Mistral 7B 0.1
  '7e995b379ec01747807246483647cd99030abf331653f1119e16d7ac041a3495': mistral({
    question: ['[INST] ', ' [/INST]'],
    answer: '',
    between: ' ',
    system: 'first',
  }),
  // Mistral 7B 0.2
  bbc58aad99454df60138be9530c9601a0adfe3d8932cda975e1f10b2410ddc51: mistral({
    question: [' [INST] ', ' [/INST]'],
    answer: ' ',
    system: 'first',
  }),
  // Mistral Nemo
  e7deee034838db2bfc7487788a3013d8a307ab69f72f3c54a85f06fd76007d4e: mistral({
    question: ['[INST]', '[/INST]'],
    answer: '',
    system: 'last',
  }),
  // Mistral Nemo, at first
  c7a94f505398612940c13ee95070d0d152bcb7b4afbd74a06ff148a82a02851c: mistral({
    question: ['[INST]', '[/INST]'],
    answer: '',
    system: 'last',
  }),
}
