import { statfs } from 'node:fs/promises'
import { AppError } from '../../../contract/errors.js'
import { formatBytes } from '../../../contract/format-bytes.js'

const maxReserveBytes = 2e9
const minReserveBytes = 32e6

/** What a download of this size leaves free on the disk, because a system without space fails in many ways. */
export const reserveOf = (bytes: number) => Math.min(maxReserveBytes, Math.max(minReserveBytes, bytes / 20))

/** Throws `disk-full` when the disk of a folder can't take `bytes` more and still keep `reserve` free. */
export async function checkFreeSpace(folder: string, bytes: number, reserve: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free >= bytes + reserve) return
  throw new AppError(
    'disk-full',
    `There is too little space on the disk: the download needs ${formatBytes(bytes)} more and leaves ${formatBytes(reserve)} free; ${formatBytes(free)} are free. What has arrived is kept. Free some space and try again.`,
  )
}

const isFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes(String(Object(error).code))

/** A write that failed for want of space, as a sentence. */
export const withFullDisk = (error: unknown): unknown =>
  isFull(error)
    ? new AppError('disk-full', 'The disk is full. What has arrived is kept. Free some space and try again.', {
        cause: error,
      })
    : error
