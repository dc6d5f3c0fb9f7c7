import { AppError, type ErrorCode } from '../../../contract/errors.js'

/** Every reason to refuse a folder, with its error code. Both are stable. */
export const folderFaults = {
  // the folder and its files
  'folder-missing': 'model-missing',
  'file-missing': 'model-incomplete',
  'file-unreadable': 'model-incomplete',
  'file-cut-off': 'model-incomplete',
  'not-a-file': 'model-invalid',
  'not-downloaded': 'model-incomplete',
  'path-outside': 'model-invalid',
  'too-many-files': 'model-invalid',
  // JSON, in files and in headers
  'json-too-large': 'model-invalid',
  'json-too-deep': 'model-invalid',
  'json-damaged': 'model-invalid',
  // config.json and the index
  'config-value': 'model-invalid',
  'type-unsupported': 'model-unsupported',
  'rope-unsupported': 'model-unsupported',
  'packing-unsupported': 'model-unsupported',
  'format-unsupported': 'model-unsupported',
  'index-damaged': 'model-invalid',
  'index-wrong': 'model-invalid',
  // one weight file
  'header-too-long': 'model-invalid',
  'too-many-tensors': 'model-invalid',
  'tensor-damaged': 'model-invalid',
  'dtype-unknown': 'model-invalid',
  'dtype-unsupported': 'model-unsupported',
  'wrong-extent': 'model-invalid',
  'tensor-overlap': 'model-invalid',
  'outside-file': 'model-incomplete',
  'tensor-twice': 'model-invalid',
  // the tensors against the config
  'tensor-missing': 'model-incomplete',
  'tensor-unexpected': 'model-invalid',
  'shape-unexpected': 'model-invalid',
  'dtype-unexpected': 'model-invalid',
  'packing-contradicts': 'model-invalid',
  // an adapter
  'adapter-missing': 'model-missing',
  'adapter-unsupported': 'model-unsupported',
  'adapter-value': 'model-invalid',
} as const satisfies Record<string, ErrorCode>

export type FolderFault = keyof typeof folderFaults

/** A model or adapter folder that can't be used. The message says what to do. */
export class FolderError extends AppError {
  readonly reason: FolderFault

  constructor(reason: FolderFault, message: string, options?: ErrorOptions) {
    super(folderFaults[reason], message, options)
    this.reason = reason
  }
}

export function isFolderFault(reason: unknown): reason is FolderFault {
  return typeof reason === 'string' && Object.hasOwn(folderFaults, reason)
}

/** Makes a name safe for an error message: names come from files and may hold any characters. */
export function toPrintable(name: string): string {
  const visible = name.slice(0, 121).replace(/[^\x20-\x7e]/g, '?')
  return visible.length > 120 ? `${visible.slice(0, 120)}…` : visible
}

/** Creates the error for a key of the model’s config.json. */
export function invalidConfig(key: string): FolderError {
  return new FolderError(
    'config-value',
    `The model’s config.json has no usable “${toPrintable(key)}”. Download the model again.`,
  )
}

/** Returns the remark on a file that the model works without: the fault without its advice. */
export function remarkOn(file: string, { message }: FolderError): string {
  return `Parley works without ${file}. ${message.slice(0, message.lastIndexOf('. ') + 1)}`
}
