import { resolve } from 'node:path'
import { EngineTurns } from '../../documents/summary/engine-turns.js'
import { EngineHost } from '../../engine/engine-host.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { givenModels } from '../../paths.js'

/**
 * Runs `work` with the app's engine and a model, and stops the engine.
 * @param folder absent: the demonstration model
 */
export async function withModel<T>(
  folder: string | undefined,
  work: (turns: EngineTurns, engine: EngineHost) => Promise<T>,
): Promise<T> {
  const engine = new EngineHost({ id: 'command', folder: folder === undefined ? givenModels().demo : resolve(folder) })
  const user = { purpose: 'document', conversationId: 'command', targetId: 'command' } as const
  engine.start()
  try {
    return await work(new EngineTurns(engine, new EngineQueue(), user, new AbortController().signal), engine)
  } finally {
    engine.stop()
  }
}
