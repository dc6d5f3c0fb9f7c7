import { faultMark, readFault } from '../../../contract/fault.js'
import { reportOf } from '../log/report.js'

const maxLineCharacters = 20_000

/** Takes what an engine process writes to stderr, passes it on, and reports the faults that the process describes in it. */
export function watchFaults(passOn: (data: Uint8Array) => void = (data) => process.stderr.write(data)) {
  let rest = ''
  return (data: Uint8Array): void => {
    passOn(data)
    const lines = (rest + Buffer.from(data).toString('latin1')).split('\n')
    rest = (lines.pop() ?? '').slice(0, maxLineCharacters)
    for (const line of lines) {
      if (!line.startsWith(faultMark)) continue
      const fault = readFault(parsed(line.slice(faultMark.length)))
      if (fault) reportOf('engine', 'The engine failed.', fault)
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // cut off, because the process was killed
  }
}
