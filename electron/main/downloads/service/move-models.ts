import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../../contract/errors.js'
import { withFullDisk } from '../free-space.js'
import { damagedFiles } from '../verify.js'

export interface MovedModel {
  readonly name: string
  readonly folder: string
}

export interface MoveOptions {
  readonly models: readonly MovedModel[]
  /** The folder that the models go into. */
  readonly target: string
  /** A model is in its new folder. The old one goes after this returns. */
  readonly onMoved: (from: string, to: string) => void
  readonly signal: AbortSignal
  /** In place of the system's, for tests: another disk can't be renamed to. */
  readonly move?: (from: string, to: string) => Promise<void>
}

/**
 * Moves downloaded models into another folder, one after the other. On another disk each is copied, and read again before
 * the first copy goes. Throws `refused`, `disk-full`, `download-damaged`; what is moved by then stays moved.
 */
export async function moveModels({ models, target, onMoved, signal, move = rename }: MoveOptions): Promise<void> {
  for (const { name, folder } of models) {
    signal.throwIfAborted()
    const to = join(target, basename(dirname(folder)), basename(folder)) // owner/name
    if (existsSync(to)) throw new AppError('refused', `There is a folder for ${name} already. Choose another place.`)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    try {
      await move(folder, to)
      onMoved(folder, to)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
      await copyThenRemove(name, folder, to, onMoved, signal)
    }
  }
}

async function copyThenRemove(
  name: string,
  from: string,
  to: string,
  onMoved: MoveOptions['onMoved'],
  signal: AbortSignal,
): Promise<void> {
  try {
    await cp(from, to, { recursive: true, errorOnExist: true, force: false })
    const damaged = await damagedFiles(to, signal)
    if (damaged.length > 0)
      throw new AppError('download-damaged', `${name} was not copied well (${damaged[0]}). It is where it was.`)
  } catch (error) {
    await rm(to, { recursive: true, force: true })
    throw withFullDisk(error)
  }
  onMoved(from, to)
  await rm(from, { recursive: true, force: true })
}
