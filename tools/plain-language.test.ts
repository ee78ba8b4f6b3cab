import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from './message-text.ts'
import {
  findingsInMessages,
  flesch,
  fleschDouma,
  lix,
  plainLanguageFindings,
  sentencesOf,
  wordsOf,
} from './plain-language.ts'

test('no message breaks a clear rule of plain language', () => {
  const errors = findingsInMessages().filter(({ level }) => level === 'error')
  assert.deepEqual(
    errors.map(({ fault }) => fault),
    [],
  )
})

const words = (count: number): string => Array.from({ length: count }, () => 'hier').join(' ')

type Case = {
  readonly name: string
  readonly text: string
  readonly language: Language
  readonly expected: readonly string[]
}

const cases: readonly Case[] = [
  { name: '15 words are fine', text: `${words(15)}.`, language: 'nl', expected: [] },
  {
    name: '16 words are many',
    text: `${words(16)}.`,
    language: 'nl',
    expected: ['warning: 16 words in a sentence, better 15'],
  },
  {
    name: '20 words are the most',
    text: `${words(20)}.`,
    language: 'da',
    expected: ['warning: 20 words in a sentence, better 15'],
  },
  {
    name: '21 words are too many',
    text: `${words(21)}.`,
    language: 'en',
    expected: ['error: 21 words in a sentence, at most 20'],
  },
  { name: 'two sentences are counted apart', text: `${words(12)}. ${words(12)}!`, language: 'nl', expected: [] },
  {
    name: 'a stiff word',
    text: 'Bel ons indien u vragen hebt.',
    language: 'nl',
    expected: ['error: "indien": write "als"'],
  },
  {
    name: 'a stiff word at the start',
    text: 'Indien nodig: bel ons.',
    language: 'nl',
    expected: ['error: "indien": write "als"'],
  },
  {
    name: 'a stiff phrase',
    text: 'Dit is met betrekking tot uw laptop.',
    language: 'nl',
    expected: ['error: "met betrekking tot": write "over"'],
  },
  { name: 'part of a word is not the word', text: 'De middelste knop.', language: 'nl', expected: [] },
  { name: 'a Dutch stiff word is no fault in English', text: 'Thans is a name.', language: 'en', expected: [] },
  {
    name: 'a Danish stiff word',
    text: 'Ring, såfremt du har spørgsmål.',
    language: 'da',
    expected: ['error: "såfremt": write "hvis"'],
  },
  {
    name: 'an English stiff word',
    text: 'You shall sign in.',
    language: 'en',
    expected: ['error: "shall": write "must, will"'],
  },
  { name: 'one passive is no chain', text: 'Uw laptop wordt vernieuwd.', language: 'nl', expected: [] },
  {
    name: 'two passives in a sentence hide who does it',
    text: 'Uw laptop wordt gecontroleerd en kan vernieuwd worden.',
    language: 'nl',
    expected: ['error: "worden" more than once in a sentence, say who does it'],
  },
]

for (const { name, text, language, expected } of cases) {
  test(`plain language: ${name}`, () => {
    const found = plainLanguageFindings(text, language).map(({ level, fault }) => `${level}: ${fault}`)
    assert.deepEqual(
      found.map((fault) => fault.replace(/: "[^"]*"$/, '')),
      expected,
    )
  })
}

const easy = {
  nl: 'U ziet hier wat wij meten. Wij kijken niet naar u. Wij kijken naar uw laptop. Is er iets mis? Dan bellen wij u. U kunt altijd nee zeggen. Dat is goed.',
  da: 'Her ser du, hvad vi måler. Vi ser ikke på dig. Vi ser på din computer. Er der noget galt? Så ringer vi til dig. Du kan altid sige nej. Det er helt fint.',
  en: 'Here you see what we measure. We do not look at you. We look at your laptop. Is something wrong? Then we call you. You can say no. That is fine with us.',
}

const hard = {
  nl: 'Informatiebeveiligingsmaatregelen vereisen organisatiebrede verantwoordelijkheidsverdeling. Gegevensbeschermingseffectbeoordelingen inventariseren verwerkingsactiviteiten systematisch. Beveiligingsfunctionarissen rapporteren incidentafhandelingsprocedures periodiek aan verantwoordelijke bestuursorganen, ondernemingsraadscommissies en gegevensbeschermingsautoriteiten binnen overheidsorganisaties. Verantwoordelijkheden betreffen ook samenwerkingsverbanden, leveranciersorganisaties en uitvoeringsinstanties.',
  da: 'Informationssikkerhedsforanstaltninger forudsætter organisatorisk ansvarsfordeling. Databeskyttelseskonsekvensanalyser kortlægger behandlingsaktiviteter systematisk. Sikkerhedsansvarlige rapporterer hændelseshåndteringsprocedurer regelmæssigt til ansvarlige myndigheder, samarbejdsudvalg og tilsynsmyndigheder i kommunale organisationer og tilknyttede institutioner efter gældende lovgivning.',
  en: 'Organisational accountability necessitates comprehensive documentation. Information security governance presupposes continuous institutional evaluation. Responsible administrators systematically communicate operational vulnerabilities, procedural irregularities and organisational deficiencies to supervisory authorities, representative organisations and participating administrative institutions internationally.',
}

for (const language of ['nl', 'da', 'en'] as const) {
  test(`readability: an easy text in ${language} gives no warning, a hard one does`, () => {
    assert.deepEqual(plainLanguageFindings(easy[language], language), [])
    const warnings = plainLanguageFindings(hard[language], language).filter(({ level }) => level === 'warning')
    assert.match(warnings.map(({ fault }) => fault).join('\n'), /Flesch|LIX/)
  })
}

test('a short text is not measured', () => {
  assert.deepEqual(plainLanguageFindings('Gegevensbeschermingseffectbeoordeling', 'nl'), [])
})

test('the formulas give their published values', () => {
  // Six words, one sentence, six syllables; and no word over six letters.
  assert.ok(Math.abs(fleschDouma('de kat zit op de mat.') - (206.84 - 0.93 * 6 - 77)) < 1e-9)
  assert.ok(Math.abs(flesch('the cat sat on the mat.') - 116.145) < 1e-9)
  // Four words in two sentences, one of them long: 2 + 25.
  assert.equal(lix('Katten sover. Hunden sovekammer.'), 27)
})

test('a number, an address and a compound are one word each', () => {
  assert.deepEqual(wordsOf('1.5 openwacht.example USB-stick, zo’n'), ['1.5', 'openwacht.example', 'USB-stick', 'zo’n'])
})

test('a point inside a number or an address ends no sentence', () => {
  assert.deepEqual(sentencesOf('Ga naar openwacht.example. Het kost 1.50 euro.').length, 2)
})
