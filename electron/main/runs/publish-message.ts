import type { Message } from '../../../contract/chat.js'
import type { Store } from '../store/store.js'
import type { Cuts } from './cuts.js'
import type { Runs } from './runs.js'
import type { TranscriptFeed } from './transcript-feed.js'

interface PublishOptions {
  readonly store: Store
  readonly feed: TranscriptFeed
  readonly runs: Runs
  readonly cuts: Cuts
}

/** Publishes a new message; a new version of one with the branch that it begins. */
export function publishMessage({ store, feed, runs, cuts }: PublishOptions, message: Message): void {
  const { conversationId, parentId, versions } = message
  if (!versions) {
    feed.publish(conversationId, { type: 'message', message })
    return
  }
  const path = store.messages.pathIds(conversationId)
  const messages = runs.these(conversationId, path.slice(path.indexOf(message.id)))
  feed.publish(conversationId, { type: 'branch', afterId: parentId, messages, cuts: cuts.onPath(conversationId, path) })
}
