import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { EngineHost } from '../engine/engine-host.js'
import type { LogFile } from '../log/log-file.js'
import type { SettingsFile } from '../settings/settings.js'
import { listBackups } from '../store/backup/backup.js'
import { countFile } from '../store/backup/count-file.js'
import { nothing } from '../store/condition/counts.js'
import { storeFile } from '../store/open-store.js'
import { diagnosticsText } from './diagnostics.js'

interface DiagnosticSources {
  /** The data folder. */
  readonly folder: string
  readonly log: LogFile
  readonly engine: EngineHost
  readonly settings: SettingsFile
}

/** Collects what the diagnostics say. What cannot be found out is 0. */
export async function makeDiagnostics({ folder, log, engine, settings }: DiagnosticSources): Promise<string> {
  const file = join(folder, storeFile)
  const [counts, disk] = await Promise.all([
    countFile(file).catch(() => nothing),
    statfs(folder).catch(() => ({ bavail: 0, bsize: 0 })),
  ])
  const { electron = '', chrome = '', node = '', v8 = '' } = process.versions
  const processors = cpus()
  return diagnosticsText({
    at: Date.now(),
    app: { version: app.getVersion(), isPackaged: app.isPackaged, hasOwnFolder: Boolean(process.env.PARLEY_HOME) },
    versions: { Electron: electron, Chromium: chrome, Node: node, V8: v8 },
    system: { name: process.platform, version: process.getSystemVersion(), architecture: process.arch },
    processor: processors[0]?.model.trim() ?? 'unknown',
    processorCount: processors.length,
    memoryBytes: totalmem(),
    freeDiskBytes: disk.bavail * disk.bsize,
    engine: engine.status,
    store: { ...counts, bytes: bytesOf(file) },
    backups: listBackups(folder).map(({ file: backup, at }) => ({ at, bytes: bytesOf(backup) })),
    settings: settings.value,
    log: log.read(),
  })
}

const bytesOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
