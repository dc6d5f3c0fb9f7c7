import { flipAsarByte } from './asar-byte.mjs'
import { auditChecklist } from './checklist.mjs'
import { openTwin } from './driven-app.mjs'
import { auditFuses } from './fuses.mjs'
import { maxIdleCpuPercent, measureIdle } from './idle.mjs'
import { auditLicences } from './licences.mjs'
import { auditNetwork } from './network.mjs'
import { tryPayloads } from './payloads.mjs'
import { auditPackages } from './registry.mjs'
import { makeStage } from './stage.mjs'

/**
 * Runs the packaged app as an ordinary user and tries what must fail.
 * @param {{ components: readonly import('../shipped/components.mjs').Component[], say: (line: string) => void }} options
 */
export async function runAudit({ components, say }) {
  const step = (name, work) => {
    say(`${name} …`)
    return work()
  }
  const licences = auditLicences(components)
  const npmAudit = await step('Asking the registry about the shipped packages', () => auditPackages(components))
  const stage = await makeStage()
  try {
    const idle = await step('Measuring the open app for a minute', () => measureIdle(stage))
    const network = await step('Recording sockets and files during 30 actions', () => auditNetwork(stage))
    const { checklist, fuses, payloads } = await attack(stage, step)
    const asarByteFlipped = await step('Changing a byte of the archive', () => flipAsarByte(stage))
    const holds =
      [...checklist, ...fuses, licences, npmAudit, asarByteFlipped].every((each) => each.holds) &&
      network.isRecorded &&
      [
        network.sockets,
        network.requests,
        network.programs,
        network.filesOutside,
        network.openFiles,
        payloads.ran,
      ].every(({ length }) => length === 0) &&
      idle.cpuPercent <= maxIdleCpuPercent
    return {
      holds,
      checklist,
      fuses,
      sockets: network.sockets.length,
      requests: network.requests.length,
      routeProbes: network.routeProbes.length,
      filesOutside: [...network.filesOutside, ...network.openFiles],
      payloads: { tried: payloads.tried, ran: payloads.ran.length },
      asarByteFlipped,
      licences,
      npmAudit,
      idle,
      details: {
        actions: network.actions,
        sockets: network.sockets,
        requests: network.requests,
        programs: network.programs,
        payloads: payloads.ran,
        proof: network.proof,
      },
    }
  } finally {
    stage.remove()
  }
}

/** All that needs the driven twin. */
async function attack(stage, step) {
  const home = stage.newHome()
  const app = await openTwin(stage.twin, { home })
  try {
    const payloads = await step('Showing hostile texts', () => tryPayloads(app))
    const checklist = await step('Trying Electron’s checklist', () => auditChecklist(app, stage))
    const fuses = await step('Trying the fuses', () => auditFuses(stage, app, home))
    return { checklist, fuses, payloads }
  } finally {
    await app.quit()
  }
}
