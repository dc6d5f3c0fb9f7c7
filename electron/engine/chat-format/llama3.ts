import { type TurnStyle, trim } from './turn-style.js'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * Llama 3.
 * @param options.date the date in the system message that Llama 3.1 and later always have: `today`, or a fixed text
 */
export function llama3({ date }: { readonly date?: string } = {}): TurnStyle {
  const turn = (role: string) => `<|start_header_id|>${role}<|end_header_id|>\n\n`
  return {
    name: 'Llama 3',
    markers: ['<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
    hasBeginning: true,
    messageEnd: '<|eot_id|>',
    stops: ['<|eom_id|>', '<|end_of_text|>'],
    header: { start: '<|start_header_id|>', end: '<|end_header_id|>' },
    render: ({ instructions, turns, date: today }, literal) => {
      const dates =
        date === undefined
          ? ''
          : `Cutting Knowledge Date: December 2023\nToday Date: ${date === 'today' ? inWords(today) : date}\n\n`
      const system = { role: 'system', text: dates + trim(instructions ?? '') }
      return (dates === '' && !instructions ? turns : [system, ...turns]).flatMap(({ role, text }) => [
        ...literal(turn(role)),
        // The dates end in a line break of their own.
        { text: role === 'system' && dates !== '' ? text : trim(text) },
        ...literal('<|eot_id|>'),
      ])
    },
    opening: turn('assistant'),
  }
}

/** 2026-11-30 as 30 Nov 2026. */
function inWords(date: string): string {
  const [year, month, day] = date.split('-')
  return `${day} ${months[Number(month) - 1]} ${year}`
}
