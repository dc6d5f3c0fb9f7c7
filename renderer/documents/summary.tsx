import './summary.css'
import { CircleHelp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DocumentJob, SummaryPoint } from '../../contract/documents.js'
import { factColumns, paragraphsOf, underHeadings } from '../../contract/summary-text.js'
import { inPlace } from '../ui/in-place.js'
import { PointLink } from './page-link.js'
import { checkWords } from './point-words.js'

type SummarisedJob = Pick<DocumentJob, 'documentId' | 'labels' | 'summary' | 'options'>

/** A summary in its form. */
export function Summary({ job }: { readonly job: SummarisedJob }) {
  return (
    <div className="document-summary" data-part="summary" data-form={job.options.form}>
      <Form job={job} />
    </div>
  )
}

interface FormProps {
  readonly job: SummarisedJob
}

function Form({ job }: FormProps) {
  const { summary } = job
  const isHeaded = summary.some(({ heading }) => heading !== undefined)
  switch (job.options.form) {
    case 'paragraph':
      return <Paragraph job={job} points={summary} />
    case 'page':
      return inPlace(paragraphsOf(summary), (points) => <Paragraph job={job} points={points} />)
    case 'sections':
      return <Sections job={job} />
    // Without headings the model has not written the form: the points stand as they were noted.
    case 'table':
      return isHeaded ? <Facts job={job} /> : <Points job={job} points={summary} />
    case 'questions':
      return isHeaded ? <Questions job={job} /> : <Points job={job} points={summary} />
    case 'timeline':
      return isHeaded ? <Timeline job={job} /> : <Points job={job} points={summary} />
    case 'points':
    case 'plain':
      return <Points job={job} points={summary} />
  }
}

interface PointsProps extends FormProps {
  readonly points: readonly SummaryPoint[]
}

const Points = ({ job, points }: PointsProps) => (
  <ul dir="auto">
    {inPlace(points, (point) => (
      <li>
        <Point job={job} point={point} />
      </li>
    ))}
  </ul>
)

const Paragraph = ({ job, points }: PointsProps) => (
  <p dir="auto">
    {inPlace(points, (point) => (
      <>
        <Point job={job} point={point} />{' '}
      </>
    ))}
  </p>
)

const Sections = ({ job }: FormProps) =>
  inPlace(underHeadings(job.summary), ({ heading, points }) => (
    <section>
      {heading !== undefined && <h3 dir="auto">{heading}</h3>}
      <Points job={job} points={points} />
    </section>
  ))

const Questions = ({ job }: FormProps) =>
  inPlace(underHeadings(job.summary), ({ heading, points }) => (
    <section>
      {heading !== undefined && <h3 dir="auto">{heading}</h3>}
      {inPlace(points, (point) => (
        <p dir="auto">
          <Point job={job} point={point} />
        </p>
      ))}
    </section>
  ))

const Timeline = ({ job }: FormProps) => (
  <dl className="summary-timeline">
    {inPlace(underHeadings(job.summary), ({ heading, points }) => (
      <div>
        <dt dir="auto">{heading}</dt>
        {inPlace(points, (point) => (
          <dd dir="auto">
            <Point job={job} point={point} />
          </dd>
        ))}
      </div>
    ))}
  </dl>
)

const Facts = ({ job }: FormProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a wide table
  <section className="summary-table" tabIndex={0} aria-label="Table of facts">
    <table>
      <thead>
        <tr>
          {inPlace(factColumns, (column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {inPlace(job.summary, (point) => (
          <tr>
            <th scope="row" dir="auto">
              {point.heading}
            </th>
            <td dir="auto">
              {point.text}
              <ToCheck point={point} />
            </td>
            <td>
              <PointLink documentId={job.documentId} point={point} labels={job.labels} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

interface PointProps extends FormProps {
  readonly point: SummaryPoint
}

/** The sentence, its page, and whether it is to be checked. */
const Point = ({ job, point }: PointProps): ReactNode => (
  <>
    {point.text} <PointLink documentId={job.documentId} point={point} labels={job.labels} />
    <ToCheck point={point} />
  </>
)

function ToCheck({ point }: { readonly point: SummaryPoint }) {
  const words = checkWords(point)
  if (words === undefined) return null
  return (
    <span className="summary-check" data-part="to-check">
      {' '}
      <CircleHelp aria-hidden="true" />
      {words}
    </span>
  )
}
