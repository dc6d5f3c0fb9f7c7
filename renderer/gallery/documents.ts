import type { JobState } from '../../contract/documents.js'
import type { Requests } from '../../contract/requests.js'
import { jobs } from './samples.js'
import type { World } from './world.js'

type Answered = 'addDocuments' | 'pickDocuments' | 'pauseJob' | 'resumeJob' | 'readPage'

const passage =
  'The old ferry was repaired by the harbour office in March. It carries 40 people. The work took six weeks.'
const emptyPage = 4

/** The documents are those of the samples, whatever is dropped. */
export function documentRequests(world: World): Pick<Requests, Answered> {
  const setJob = async (id: string, state: JobState) => {
    const job = jobs.find((each) => each.id === id)
    if (job) world.publish(job.conversationId, { type: 'job', job: { ...job, state, error: undefined } })
  }
  return {
    addDocuments: async () => ({ conversationId: 'c3', refused: [] }),
    pickDocuments: async () => ({
      conversationId: 'c3',
      refused: [{ name: 'letter.docx', message: 'Parley can’t read Word files yet.' }],
    }),
    pauseJob: (id) => setJob(id, 'paused'),
    resumeJob: (id) => setJob(id, 'running'),
    async readPage(jobId, page) {
      const count = page === emptyPage ? 0 : 8
      const passages = Array.from({ length: count }, (_, index) => `Passage ${index + 1} on page ${page}. ${passage}`)
      return { jobId, page, passages }
    },
  }
}
