import { foldedForm } from '../../store/search/fold.js'

/**
 * What makes a sentence a question in a dozen languages, and says nothing about its subject. Common words have little weight
 * by their frequency, but these are rare where nobody asks. No word that names something in another of the languages.
 */
const lists = [
  `what when where who whom whose why how which does did do is are was were has have had can could should would will there
   much many long any the a an of in on at to for from by with about and or it its this that these those they he she his her
   their my your our you i we me be been get got say says said tell somebody something anybody anything`,
  `was wann wo wer wen wem wessen warum wieso weshalb wie welche welcher welches welchen viel viele gibt hat haben ist sind wird
   werden kann der das des den dem ein eine einer einem einen und oder im von zu zum zur für mit über ich wir sie er es man`,
  `quel quelle quels quelles quand où qui que quoi pourquoi comment combien est sont ont le la les un une des du de en dans et
   ou pour par sur avec il elle ils elles ce cette ces`,
  `qué cuándo dónde quién quiénes cómo cuál cuáles cuánto cuánta cuántos cuántas el los las una del y es son fue hay por para
   con se su`,
  `che cosa quando dove chi perché come quale quali quanto quanta quanti quante il lo gli un di della delle e è sono ha hanno
   per si`,
  `onde quem como qual quais quantos quantas os as um uma do da dos das em são foi há`,
  'wat wanneer waar wie waarom hoe welke welk hoeveel het een van zijn heeft hebben wordt voor met op',
  `vad när var vem varför hur vilken vilket vilka hva når hvor hvem hvorfor hvordan hvilken hvilket hvad hvornår och og är er
   det den en ett et av af som på`,
  'co kiedy gdzie kto dlaczego jak jaki jaka jakie ile który która które czy jest są w na z do',
  'что когда где кто почему как какой какая какие какое сколько чей ли и в на с по из у к о',
  '什么 什麼 多少 为什 為什 么时 麼時 时候 時候 哪里 哪裡 怎么 怎麼 几个 幾個 是谁 是誰',
  'です すか ます ました した どこ いつ なぜ だれ いく くら どの どん んな よう うな 何で で何',
]

/** What asks for an amount or a time. */
const numberWords = `much many percentage when viel viele wieviel wann combien quand cuánto cuánta cuántos cuántas cuándo quanto
  quanta quanti quante quantos quantas quando hoeveel wanneer när hvornår ile kiedy сколько когда 多少 几个 幾個 何時 いく いつ`

const toSet = (text: string) => new Set(foldedForm(text).trim().split(/\s+/))
const words = toSet(lists.join(' '))
const amounts = toSet(numberWords)

/** @param word as `termsOf` has it */
export const isQuestionWord = (word: string): boolean => words.has(word)

export const isNumberWord = (word: string): boolean => amounts.has(word)
