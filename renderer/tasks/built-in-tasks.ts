import {
  BookOpen,
  Code,
  Feather,
  FileQuestionMark,
  Gauge,
  GraduationCap,
  Languages,
  type LucideIcon,
  PenLine,
  ShieldCheck,
} from 'lucide-react'
import { type FieldTexts, type FormField, type TaskForm, writeParts } from './task-form.js'

/** A task that Parley comes with. */
export interface BuiltInTask extends TaskForm {
  readonly Icon: LucideIcon
}

const line = (name: string, label: string, placeholder: string): FormField => ({
  name,
  label,
  placeholder,
  kind: 'line',
})
const text = (name: string, label: string, placeholder: string): FormField => ({
  name,
  label,
  placeholder,
  kind: 'text',
})
const choice = (name: string, label: string, options: Readonly<Record<string, string>>): FormField => ({
  name,
  label,
  options,
  kind: 'choice',
})

const tone = choice('tone', 'Tone', {
  Any: '',
  Plain: 'plain and direct',
  Formal: 'formal',
  Friendly: 'friendly',
  Careful: 'careful, without promises',
  Persuasive: 'persuasive',
})
const length = choice('length', 'Length', {
  Any: '',
  'A few sentences': 'a few sentences',
  'Half a page': 'half a page',
  'One page': 'one page',
  'Several pages': 'several pages',
})
const language = line('language', 'Language', 'As in the text')

const parts = (subject: string | undefined, ...all: readonly string[]) => ({
  write: (texts: FieldTexts) => writeParts(all, texts, subject),
})

/** What the model card names as its uses, in the words of people who use it. */
export const builtInTasks: readonly BuiltInTask[] = [
  {
    name: 'Write a text',
    Icon: PenLine,
    fields: [
      choice('kind', 'What', {
        'A letter': 'a letter',
        'An email': 'an email',
        'A report': 'a report',
        'An article': 'an article',
        'A speech': 'a speech',
        'Minutes of a meeting': 'the minutes of a meeting',
        'The rest of my text': 'the continuation of the text below, in its style, without repeating it',
      }),
      text('about', 'About', 'The landlord’s notice of 3 May, which came too late'),
      line('audience', 'For', 'A court, a patient, parents, readers of a journal'),
      tone,
      length,
      text('begun', 'Your text so far', 'What is there already, if anything'),
    ],
    ...parts(
      undefined,
      'Write {kind}.',
      'Subject: {about}',
      'Written for: {audience}',
      'Tone: {tone}',
      'Length: {length}',
      '\nThe text so far:\n\n{begun}',
    ),
  },
  {
    name: 'Summarise',
    Icon: BookOpen,
    document: 'Summarise a document…',
    fields: [
      text('text', 'Text', 'Minutes, a judgment, a paper, a chapter'),
      choice('form', 'As', {
        'Key points': 'as a list of its key points',
        'One paragraph': 'in one paragraph',
        'One sentence': 'in one sentence',
        'Dates and events': 'as a table of its dates and what happened on each',
        'Decisions and tasks': 'as a list of what was decided and who does what by when',
      }),
      line('audience', 'For', 'A colleague who was not there'),
      language,
    ],
    ...parts(
      'text',
      'Summarise the text below {form}. Use only what it says, and keep its names, numbers and dates.',
      'Written for: {audience}',
      'Language: {language}',
      '\nText:\n\n{text}',
    ),
  },
  {
    name: 'Ask about a document',
    Icon: FileQuestionMark,
    document: 'Choose a document…',
    fields: [
      text('question', 'Question', 'Which periods of notice does it name?'),
      choice('form', 'Answer', {
        'With the passages': 'Quote the passages that the answer rests on.',
        'In one sentence': 'Answer in one sentence.',
        'As a table': 'Answer as a table.',
      }),
    ],
    ...parts('question', '{question}', '\n{form} Say so if the document does not answer this.'),
  },
  {
    name: 'Tell a story',
    Icon: Feather,
    fields: [
      text('about', 'About', 'A lighthouse keeper who finds a letter to herself'),
      choice('kind', 'What', {
        'A short story': 'a short story',
        'A scene': 'one scene',
        'A poem': 'a poem',
        'A dialogue': 'a dialogue',
        'An outline': 'the outline of a novel, chapter by chapter',
      }),
      line('style', 'Style', 'Quiet, first person, no similes'),
      line('audience', 'For', 'Children of 8'),
      length,
    ],
    ...parts(
      'about',
      'Write {kind} about this: {about}',
      'Style: {style}',
      'Written for: {audience}',
      'Length: {length}',
    ),
  },
  {
    name: 'Explain or write code',
    Icon: Code,
    fields: [
      choice('task', 'What', {
        'Explain code': 'Explain the code below step by step, in words that a beginner knows.',
        'Write code': 'Write code that does what is described below. Show how to run it.',
        'Find the error':
          'Find the errors in the code below. Say what each one causes, and show the code without them.',
        'Write tests': 'Write tests for the code below, with the cases that are easily forgotten.',
      }),
      line('language', 'Language', 'R, Python, a formula of Excel'),
      text('text', 'Code or description', 'Reads a table of measurements and draws the mean of each week'),
    ],
    ...parts('text', '{task}', 'Programming language: {language}', '\n{text}'),
  },
  {
    name: 'Teach me',
    Icon: GraduationCap,
    fields: [
      text('about', 'About', 'How a vaccine teaches the body'),
      line('audience', 'For', 'Students of 15, a new colleague, me'),
      choice('form', 'As', {
        'An explanation': 'Explain it with one example from daily life, and end with the three things to remember.',
        'A lesson plan':
          'Make a plan for one lesson: aims, steps with their minutes, an exercise, a question for the end.',
        Exercises: 'Make five exercises from easy to hard, and give the solutions at the end.',
        'Questions to me': 'Ask me one question at a time, wait for my answer, and correct it.',
      }),
      choice('level', 'Level', {
        Any: '',
        Beginner: 'beginner',
        'Some knowledge': 'some knowledge',
        Expert: 'expert',
      }),
    ],
    ...parts('about', 'Teach this: {about}', 'Taught to: {audience}', 'Level: {level}', '{form}'),
  },
  {
    name: 'Translate',
    Icon: Languages,
    fields: [
      text('text', 'Text', 'A letter, a leaflet for patients, an abstract'),
      line('language', 'Into', 'French'),
      tone,
      line('terms', 'Keep as they are', 'Names, terms of law, doses'),
    ],
    ...parts(
      'text',
      'Translate the text below. Keep its meaning, its paragraphs, its numbers and its names.',
      'Into: {language}',
      'Tone: {tone}',
      'Do not translate: {terms}',
      '\nText:\n\n{text}',
    ),
  },
  {
    name: 'Find the sentiment',
    Icon: Gauge,
    fields: [
      text('text', 'Texts', 'Answers of a survey, one on each line'),
      line('about', 'Towards', 'The new opening hours'),
      choice('form', 'As', {
        'A table': 'Answer as a table: the text in short, the sentiment, and the words that show it.',
        'Counts and examples': 'Count each sentiment, and give two examples of each.',
      }),
    ],
    ...parts(
      'text',
      'Find the sentiment of each text below: positive, negative, mixed or neutral.',
      'Towards: {about}',
      '{form} Where a text is ironic or unclear, say so.',
      '\nTexts:\n\n{text}',
    ),
  },
  {
    name: 'Moderate a text',
    Icon: ShieldCheck,
    fields: [
      text('text', 'Text', 'Comments, a post, an advertisement'),
      choice('rules', 'Look for', {
        'Insults and threats': 'insults, threats and hatred',
        'Personal details': 'names, addresses, health and other personal details',
        'Claims without proof': 'claims of fact that are not proven',
        'All of these': 'insults, threats and hatred, personal details, and claims of fact that are not proven',
      }),
      text('own', 'Your own rules', 'No names of patients. No advertising.'),
    ],
    ...parts(
      'text',
      'Check the text below for {rules}.',
      'Check it against these rules too: {own}',
      'For each place: quote the words, name the rule, and say what to change. If there is none, say so. A person decides.',
      '\nText:\n\n{text}',
    ),
  },
]
