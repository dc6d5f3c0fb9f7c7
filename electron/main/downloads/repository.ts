import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import { type ContentHash, hashOfHex } from './content-hash.js'
import type { Hub } from './hub.js'
import { TransientError } from './patience.js'
import { refusalOf } from './refusals.js'

export interface RepositoryFile {
  readonly name: string
  readonly bytes: number
  /** Absent where the hub's list has none; the file's own address then does. */
  readonly hash?: ContentHash
}

export interface Repository {
  /** The present name: a renamed repository redirects. */
  readonly id: string
  /** 40 hex digits. From here on only the commit is asked for, so that a change of the repository is noticed. */
  readonly commit: string
  readonly files: readonly RepositoryFile[]
}

const text = z.string().max(2_000)
const size = z.number().int().nonnegative()
const modelSchema = z.object({
  id: text.optional(),
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z
    .array(
      z.object({
        rfilename: text,
        size: size.nullish(),
        blobId: text.nullish(),
        lfs: z.object({ sha256: text.nullish(), size: size.nullish() }).nullish(),
      }),
    )
    .max(100_000),
})
const treeSchema = z.array(
  z.object({
    type: text,
    path: text,
    size: size.nullish(),
    oid: text.nullish(),
    lfs: z.object({ oid: text.nullish(), size: size.nullish() }).nullish(),
  }),
)

const repositoryName = /^[A-Za-z0-9][\w.-]{0,95}(\/[A-Za-z0-9][\w.-]{0,95})?$/

/** Throws `refused`. */
export function checkRepositoryName(repository: string): void {
  if (repositoryName.test(repository) && !repository.includes('..')) return
  throw new AppError('refused', `“${repository.slice(0, 200)}” is no name of a repository. It looks like “owner/name”.`)
}

/** Throws `hub-not-found`, `hub-denied`, `hub-failed`, `hub-refused`, or a `TransientError`. */
export async function readRepository(hub: Hub, repository: string, revision: string): Promise<Repository> {
  const address = hub.address(`/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`)
  const what = revision === 'main' ? repository : `${repository} with the revision ${revision}`
  const { json } = await requestJson(hub, address, { what, repository })
  const model = modelSchema.safeParse(json)
  if (!model.success) throw notHub(address)
  const { sha, siblings, id } = model.data
  if (/^[0-9a-f]{40}$/.test(revision) && sha !== revision)
    throw new AppError('hub-failed', `${hub.base.host} gives another revision of ${repository} than ${revision}.`)
  const named = id !== undefined && repositoryName.test(id) ? id : repository
  const files = siblings.map(({ rfilename, size, blobId, lfs }) => ({
    name: rfilename,
    bytes: lfs?.size ?? size ?? undefined,
    hash: hashOfHex((lfs ? lfs.sha256 : blobId) ?? ''),
  }))
  const isComplete = files.every(({ bytes }) => bytes !== undefined)
  return { id: named, commit: sha, files: isComplete ? files.map(withBytes) : await readTree(hub, named, sha) }
}

const withBytes = ({ bytes = 0, ...file }: Omit<RepositoryFile, 'bytes'> & { bytes?: number }) => ({ ...file, bytes })

const maxPages = 100

/** The list of files by pages, for a hub whose description of the repository has no sizes. */
async function readTree(hub: Hub, repository: string, commit: string): Promise<readonly RepositoryFile[]> {
  const files: RepositoryFile[] = []
  let address: URL | undefined = hub.address(`/api/models/${repository}/tree/${commit}?recursive=true`)
  for (let page = 0; address !== undefined && page < maxPages; page++) {
    const { json, link } = await requestJson(hub, address, { what: repository, repository })
    const entries = treeSchema.safeParse(json)
    if (!entries.success) throw notHub(address)
    for (const { type, path, size, oid, lfs } of entries.data) {
      if (type !== 'file') continue
      files.push({ name: path, bytes: lfs?.size ?? size ?? 0, hash: hashOfHex((lfs ? lfs.oid : oid) ?? '') })
    }
    address = nextPage(hub, address, link)
  }
  return files
}

/** Mirrors pass on the hub's own links, so only the path of the next page is used. */
function nextPage(hub: Hub, page: URL, link: string | undefined): URL | undefined {
  const [, target] = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? []
  if (target === undefined || !URL.canParse(target, page.href)) return undefined
  const { pathname, search } = new URL(target, page)
  const path = pathname.slice(Math.max(0, pathname.indexOf('/api/models/')))
  return hub.address(`${path}${search}`)
}

/** Reads a small JSON file of a repository. Throws like `readRepository`. */
export async function readJsonFile(hub: Hub, { id, commit }: Repository, name: string): Promise<unknown> {
  const address = hub.address(`/${id}/resolve/${commit}/${encodeURIComponent(name)}`)
  return (await requestJson(hub, address, { what: `${name} of ${id}`, repository: id })).json
}

const maxJsonBytes = 50_000_000

async function requestJson(hub: Hub, address: URL, asked: { what: string; repository: string }) {
  const { response, url } = await hub.request(address)
  if (response.status !== 200) {
    response.cancel()
    throw refusalOf(response, { ...asked, url, base: hub.base, hasToken: hub.hasToken })
  }
  refuseEncoded(response.header('content-encoding'), url)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > maxJsonBytes) throw notHub(address)
    chunks.push(chunk)
  }
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown, link: response.header('link') }
  } catch {
    throw notHub(address)
  }
}

/** A compressed answer that nobody asked for: its length and its ranges are not those of the file. */
export function refuseEncoded(encoding: string | undefined, { host }: URL): void {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return
  throw new TransientError('hub-failed', `${host} sends the file compressed, which Parley did not ask for.`)
}

const notHub = ({ host }: URL) =>
  new AppError('hub-failed', `What ${host} answers is not what a Hugging Face hub answers. Check the address.`)
