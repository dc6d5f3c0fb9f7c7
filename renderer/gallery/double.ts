import type { Bridge } from '../../contract/bridge.js'
import { AppError, toFailure } from '../../contract/errors.js'
import { type Events, eventNames } from '../../contract/events.js'
import { type Requests, requestNames } from '../../contract/requests.js'
import { batchRequests } from './batches.js'
import { contextRequests } from './context.js'
import { conversationRequests } from './conversations.js'
import { documentRequests } from './documents.js'
import { downloadRequests, sendDownloads } from './downloads.js'
import { filterRequests } from './filter.js'
import { modelRequests } from './models.js'
import { replyRequests } from './replies.js'
import { reviewRequests } from './reviews.js'
import { Runs } from './runs.js'
import { longReply } from './samples.js'
import { settingsRequests } from './settings.js'
import { supportRequests } from './support.js'
import { World } from './world.js'

/**
 * Replaces preload and main. A request that the gallery does not need fails. The query chooses the state, for example
 * `?open=c0&empty&engine=failed&platform=darwin&many=1000&error&download=running`. In the console, `emit('menuCommand', 'show-prompt')` sends
 * an event as main would.
 */
export function makeDouble(options: URLSearchParams): Bridge {
  const world = new World(options)
  const runs = new Runs(world, longReply)
  const request: Partial<Requests> = {
    ...conversationRequests(world),
    ...replyRequests(world, runs),
    ...reviewRequests(world),
    ...contextRequests(world, runs),
    ...documentRequests(world),
    ...batchRequests(world),
    ...modelRequests(world),
    ...downloadRequests(),
    ...settingsRequests(world),
    ...filterRequests(world),
    ...supportRequests(options),
  }
  Object.assign(window, { emit: world.emit.bind(world) })
  return {
    platform: options.get('platform') ?? 'linux',
    request: Object.fromEntries(names.map((name) => [name, overWire(request[name] ?? missing(name))])),
    on: Object.fromEntries(
      Object.keys(eventNames).map((name) => [
        name,
        (listener: (event: Events[keyof Events]) => void) => world.listen(name, listener),
      ]),
    ),
    open: {
      conversation: ({ conversationId }, onBatch) => world.follow(conversationId, onBatch),
      downloads: (_, onBatch) => sendDownloads(options.get('download'), onBatch),
    },
  } as Bridge
}

const names = Object.keys(requestNames) as (keyof Requests)[]

const missing = (name: string) => async () => {
  throw new AppError('refused', `The gallery has no ${name}.`)
}

/** Returns a failure as a value, as main does. */
const overWire =
  (ask: (...args: never[]) => Promise<unknown>) =>
  async (...args: never[]) => {
    try {
      return { ok: true, value: await ask(...args) }
    } catch (error) {
      return toFailure(error)
    }
  }
