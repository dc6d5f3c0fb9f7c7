import type { DownloadState, Downloads } from '../../contract/downloads.js'
import type { Requests } from '../../contract/requests.js'
import type { Packet } from '../../contract/stream.js'

type DownloadRequestName = 'suggestModel'

const repository = 'mlx-community/gpt-oss-20b-MXFP4-Q4'

/** Values of `?download=`. */
const states: Readonly<Record<string, DownloadState>> = {
  running: { state: 'running' },
  paused: { state: 'paused' },
  waiting: {
    state: 'waiting',
    reason: 'There is no connection to huggingface.co (ENOTFOUND).',
    until: Date.now() + 40_000,
  },
  failed: {
    state: 'failed',
    code: 'disk-full',
    message:
      'There is too little space on the disk: the download needs 9.8 GB more and leaves 560 MB free; 4.2 GB are free. What has arrived is kept. Free some space and try again.',
  },
  done: { state: 'done', modelId: 'small' },
}

export function downloadRequests(): Pick<Requests, DownloadRequestName> {
  return {
    suggestModel: async () => ({
      repository,
      name: 'gpt-oss 20b',
      bytes: 11_207_000_000,
      goodAt: 'long texts, reasoning and careful answers',
    }),
  }
}

export function sendDownloads(name: string | null, onBatch: (batch: Packet<Downloads>) => Promise<void>): () => void {
  const status = states[name ?? '']
  const download = {
    id: 'd1',
    repository,
    name: 'gpt-oss-20b-MXFP4-Q4',
    doneBytes: 4_100_000_000,
    totalBytes: 11_207_000_000,
    bytesPerSecond: 34_000_000,
  }
  const downloads = status ? [{ ...download, status }] : []
  void onBatch({
    events: [
      { downloads, speedLimit: null, lineSpeed: 34_000_000, folder: '/Users/me/Library/Parley/models', token: 'none' },
    ],
  })
  return () => {}
}
