import { expect, test } from 'vitest'
import { oversightTopic } from './oversight.js'

test.each([
  ['medical', 'What dose of ibuprofen can a child of 6 take?', 'Up to 10 mg/kg. Ask your pharmacist.'],
  ['medical', 'My mother has chest pain and is sweating. What should I do?', 'Call an ambulance now.'],
  [
    'medical',
    'My knee hurts after running.',
    'Rest it. If the pain stays, a physiotherapist or a doctor can examine the injury.',
  ],
  ['medical', 'Which medicine helps against a headache?', 'Rest and drink water. See a doctor if it lasts.'],
  ['medical', 'Is a blood pressure of 160 to 100 dangerous?', 'It is high. See a doctor within days.'],
  [
    'medical',
    'Write a letter of discharge after pneumonia.',
    'The patient was treated with antibiotics in the hospital.',
  ],
  ['medical', 'Darf ich Paracetamol und Alkohol zusammen nehmen?', 'Das kann der Leber schaden.'],
  [
    'medical',
    'Seit drei Tagen habe ich Fieber und Schmerzen im Bauch.',
    'Gehen Sie zum Arzt. Eine Entzündung ist möglich.',
  ],
  ['medical', 'J’ai de la fièvre et une douleur au ventre depuis hier.', 'Consultez un médecin.'],
  ['medical', '¿Qué efectos secundarios tiene este medicamento?', 'Puede causar dolor de cabeza.'],
  ['medical', 'Che effetti collaterali ha il farmaco?', 'Chieda al medico.'],
  [
    'legal',
    'Can my landlord evict me without notice?',
    'In most places not: the tenancy needs a notice, and a court decides.',
  ],
  ['legal', 'Can my landlord forbid a telescope on the balcony?', 'In most places he can’t.'],
  [
    'legal',
    'My employer dismissed me after I was ill. Can I sue?',
    'Unfair dismissal is decided by a court. Keep evidence.',
  ],
  [
    'legal',
    'Draft a clause on liability for my contract.',
    'Neither party is liable for breach that it could not foresee.',
  ],
  ['legal', 'How long is the statute of limitations for a debt?', 'That depends on the jurisdiction.'],
  [
    'legal',
    'Mein Vermieter hat mir gekündigt. Welche Frist gilt?',
    'Die Kündigungsfrist richtet sich nach dem Mietvertrag.',
  ],
  [
    'legal',
    'Mon bailleur refuse de rendre la caution. Que dit la loi ?',
    'Le locataire peut envoyer une mise en demeure.',
  ],
  ['legal', '¿Puede mi casero subir el precio del contrato?', 'La ley fija un límite. Un abogado puede ayudar.'],
  ['legal', 'Il mio avvocato non risponde. Che cosa posso fare?', 'Può revocare il mandato.'],
])('a %s topic: %s', (topic, question, reply) => {
  expect(oversightTopic(question, reply)).toBe(topic)
})

test.each([
  [
    'Write a story about a doctor in space',
    'The doctor looked at the patient. The hospital ship was quiet, and the nurse slept.',
  ],
  ['Write a poem about a judge', 'The judge sat in the court of trees, the witness was the autumn breeze.'],
  ['Be patient with me: how do I boil an egg?', 'Eight minutes in boiling water.'],
  ['Book a tennis court for Friday', 'I cannot book, but the club can.'],
  [
    'What do the symptoms of a failing hard disk mean?',
    'Slow reads are a symptom. A diagnosis tool shows the state of its health.',
  ],
  ['Explain the law of gravity', 'Two masses attract each other.'],
  ['What is 12 percent of 340?', '40.8'],
  ['Write a toast for my brother’s wedding', 'To the two of you, with all my heart.'],
  ['Translate: the contract is signed', 'Le contrat est signé.'],
  ['Painting a wall: which roller?', 'A short one for smooth walls. Stroke from the top, and treat stains first.'],
  ['How do I prune an apple tree?', 'Remove dead wood in winter. Disease spreads in wet cuts.'],
  [
    'Show me a Python loop',
    '```python\nfor patient in hospital.patients:\n    doctor.treat(patient.cancer, insulin)\n```',
  ],
  ['Summarise the minutes of the board', 'The board will meet again on 3 May and has noted the budget.'],
  ['Was ist die Hauptstadt von Norwegen?', 'Oslo.'],
  ['Wie wird das Wetter beurteilt?', 'Nach Druck und Temperatur.'],
  ['Quel temps fait-il à Bergen ?', 'Il pleut souvent.'],
  ['', ''],
])('no such topic: %s', (question, reply) => {
  expect(oversightTopic(question, reply)).toBeUndefined()
})

test('names of every object are no words of a topic', () => {
  expect(oversightTopic('constructor toString valueOf __proto__', 'hasOwnProperty')).toBeUndefined()
})
