import { addDays, localDate } from '../people/local-date.ts'
import type { OfficeCode } from '../people/offices.ts'
import type { Declaration } from './declaration.ts'
import type { Wish } from './steps.ts'
import { digestOf } from './version-facts.ts'

// What the made-up municipality did with its measures: most states that a measure can be in, so that every screen has something to
// show. Nothing here happened anywhere.

/** One move in the story: how long ago, in which office, and what. A proposal brings its text. */
export type StoryMove = {
  readonly measure: string
  readonly daysAgo: number
  readonly office: OfficeCode
  readonly act:
    | { readonly kind: 'draft' | 'propose'; readonly text: string }
    | { readonly kind: 'emergency'; readonly text: string; readonly reasons: string; readonly endsOn: string }
    | { readonly kind: 'step'; readonly step: Wish }
}

type Country = Declaration['jurisdiction']
type Text = (kind: Declaration['kind']) => string

/** The story of a country up to a day, the oldest move first. */
export function storyOf(country: Country, on: string, textOf: Text): readonly StoryMove[] {
  const moves = chapters(country, on, textOf)
  return moves
    .map((move, index) => ({ move, index }))
    .sort((a, b) => b.move.daysAgo - a.move.daysAgo || a.index - b.index)
    .map(({ move }) => move)
}

const words = {
  nl: {
    positive: 'De gegevens zijn beperkt tot wat nodig is. Ik adviseer positief.',
    remarks: 'Bewaar de signalen korter dan u voorstelt, en leg uit wie er kijkt.',
    answer: 'De termijn is korter gemaakt. Wie kijkt, staat nu in de maatregel.',
    reasons: 'Zonder deze maatregel merken wij een aanval te laat. Wij vragen de raad om in te stemmen.',
    discuss: 'Zonder deze maatregel merken wij een aanval te laat.',
    consequences: 'Niemand wordt beoordeeld. Een signaal leidt nooit vanzelf tot een gesprek met een leidinggevende.',
    consented: 'De raad stemt in. De raad wil elk jaar de cijfers zien.',
    condition: 'Elk jaar bespreken wij de cijfers met de ondernemingsraad.',
    refused: 'De raad stemt niet in: eerst moet vaststaan hoe een collega zelf kan zeggen wat privé is.',
    question: 'Wie krijgt de uitkomst te zien als iemand op een nagemaakte link klikt?',
    decided: 'Het college neemt het advies en de voorwaarden over.',
    reasonNone: 'Er worden alleen totalen per verbinding gemeten. Geen enkel gegeven gaat over een persoon.',
    live: 'De tool loopt al sinds 2024. Wij brengen hem dit jaar in orde, samen met de raad.',
    emergency: 'Er is een aanval gaande via gestolen wachtwoorden. Wij moeten nu meekijken op de inlogservers.',
    ended: 'De telefoons zijn vervangen door toestellen van de organisatie.',
    dialogue: 'Gesproken over hoe wij tests vooraf aankondigen.',
    open: 'Hoe kondigen wij een test aan zonder de dag te noemen?',
    minutes: 'notulen overlegvergadering',
    tool: 'Vuurtoren',
    agreement: 'Overeenkomst 2026/7',
  },
  dk: {
    positive: 'Oplysningerne er begrænset til det nødvendige. Mit råd er positivt.',
    remarks: 'Gem signalerne kortere end foreslået, og forklar, hvem der ser dem.',
    answer: 'Fristen er gjort kortere. Det fremgår nu, hvem der ser dem.',
    reasons: 'Uden denne foranstaltning opdager vi et angreb for sent.',
    discuss: 'Uden denne foranstaltning opdager vi et angreb for sent. Vi vil gerne høre udvalgets syn.',
    consequences: 'Ingen bliver vurderet. Et signal fører aldrig af sig selv til en samtale.',
    consented: 'Udvalget har drøftet forslaget og ønsker at se tallene hvert år.',
    condition: 'Hvert år drøfter vi tallene i udvalget.',
    refused:
      'Udvalget har drøftet forslaget. Medarbejdersiden er imod, til det er klart, hvordan privat post kan mærkes.',
    question: 'Hvem ser resultatet, hvis nogen klikker på et falsk link?',
    decided: 'Kommunen følger rådet og udvalgets ønsker.',
    reasonNone: 'Der måles kun samlede tal pr. forbindelse. Ingen oplysning handler om en person.',
    live: 'Værktøjet har kørt siden 2024. Vi bringer det i orden i år sammen med udvalget.',
    emergency: 'Et angreb med stjålne adgangskoder er i gang. Vi må følge loginserverne nu.',
    ended: 'Telefonerne er skiftet ud med organisationens egne.',
    dialogue: 'Vi talte om, hvordan vi varsler tests.',
    open: 'Hvordan varsler vi en test uden at nævne dagen?',
    minutes: 'referat af MED-møde',
    tool: 'Fyrtårn',
    agreement: 'Aftale 2026/7',
  },
} as const

function chapters(country: Country, on: string, textOf: Text): readonly StoryMove[] {
  const say = words[country]
  const fresh = (text: string, day: string): string => filled(text, day, say)
  const ago = (days: number): string => addDays(localDate(on), -days)
  const evidence = (name: string, daysAgo: number) => ({
    hash: digestOf(`${name} ${say.minutes}`),
    reference: `${say.minutes} ${ago(daysAgo)}`,
    day: ago(daysAgo),
  })
  const step = (measure: string, daysAgo: number, office: OfficeCode, one: Wish): StoryMove => ({
    ...{ measure, daysAgo, office },
    act: { kind: 'step', step: one },
  })
  const propose = (
    measure: string,
    daysAgo: number,
    text: string,
    office: OfficeCode = 'privacy-officer',
  ): StoryMove => ({
    ...{ measure, daysAgo, office },
    act: { kind: 'propose', text },
  })
  const advised = (measure: string, version: number, daysAgo: number): StoryMove =>
    step(measure, daysAgo, 'dpo', { kind: 'advised', version, outcome: 'positive', text: say.positive })
  const submitted = (measure: string, version: number, daysAgo: number): StoryMove =>
    step(measure, daysAgo, 'privacy-officer', {
      ...{ kind: 'submitted', version, consequences: say.consequences },
      ...(country === 'nl'
        ? { route: 'consent', body: 'works-council', text: say.reasons }
        : { route: 'med-discussion', body: 'main-med', text: say.discuss }),
    })
  const met = (measure: string, version: number, daysAgo: number): StoryMove =>
    step(measure, daysAgo, 'municipal-secretary', { kind: 'met', version, day: ago(daysAgo) })
  const represented = (measure: string, version: number, daysAgo: number, conditional: boolean): StoryMove =>
    step(measure, daysAgo, 'works-council-member', {
      ...{ kind: 'represented', version, text: say.consented, evidence: evidence(measure, daysAgo) },
      outcome: country === 'dk' ? 'discussed' : conditional ? 'consented-with-conditions' : 'consented',
      conditions: country === 'nl' && conditional ? [{ id: 'yearly-figures', what: { nl: say.condition } }] : [],
      delegated: ['retention', 'looks'],
    })
  const decided = (measure: string, version: number, daysAgo: number): StoryMove =>
    step(measure, daysAgo, 'municipal-secretary', { kind: 'decided', version, text: say.decided })
  const announced = (measure: string, version: number, daysAgo: number): StoryMove =>
    step(measure, daysAgo, 'communications', {
      ...{ kind: 'announced', version, day: ago(daysAgo) },
      tellings: ['login-notice', 'infographic', 'legal-page', 'walk-in-session'],
    })
  const activated = (measure: string, version: number, daysAgo: number): StoryMove =>
    step(measure, daysAgo, 'ciso', { kind: 'activated', version })
  /** By the strongest route to being in force, in about three months. */
  const wholeWay = (measure: string, daysAgo: number, conditional = false): readonly StoryMove[] => {
    const second = conditional && country === 'nl' ? 2 : 1
    return [
      advised(measure, 1, daysAgo - 4),
      submitted(measure, 1, daysAgo - 6),
      met(measure, 1, daysAgo - 15),
      represented(measure, 1, daysAgo - 20, conditional),
      decided(measure, second, daysAgo - 25),
      announced(measure, second, daysAgo - 28),
      activated(measure, second, daysAgo - 80),
    ]
  }

  const detection = fresh(textOf('monitoring-and-response'), on)
  // What the council asked is in the text from which the next version is made.
  const agreed =
    country === 'nl'
      ? `conditions:\n  - { id: yearly-figures, what: { nl: "${say.condition}" }, decided: ${ago(280)} }`
      : 'conditions: []'
  const wider = detection.replace(/^( {2}levels: \[)/m, '$1low, ').replace(/^conditions: \[\]$/m, agreed)
  const devices = fresh(textOf('device-management'), on).replace(
    /^tool: \{ (.*) \}$/m,
    `tool: { $1, liveSince: ${ago(900)} }`,
  )
  const capacity = fresh(textOf('capacity-management'), on).replace(
    /^review: .*$/m,
    `review: ${addDays(localDate(on), 45)}`,
  )
  const phones = fresh(textOf('phone-container'), on)
  // An emergency looks where no measure looks yet: at what the servers say where people sign in.
  const urgent = sourceNames(detection)
    .reduce(
      (text, name) => text.replaceAll(`- id: ${name}`, `- id: urgent-${name}`),
      detection
        .replace(/^id: .*$/m, 'id: stolen-passwords')
        .replace(/^title:\n(?: {2}.*\n)+summary:\n(?: {2}.*\n)+/m, stolenPasswords),
    )
    .replaceAll('product: windows, category: process_creation', 'product: windows, category: create_remote_thread')
    .replaceAll('product: windows, service: security', 'product: windows, service: ntlm')
    .replaceAll('product: linux, service: auditd', 'product: linux, service: auth')
  return [
    propose('own-logs', 340, fresh(textOf('own-logs'), on)),
    ...wholeWay('own-logs', 340),
    propose('monitoring-and-response', 300, detection),
    ...wholeWay('monitoring-and-response', 300, true),
    propose('capacity-management', 260, capacity, 'im-head'),
    advised('capacity-management', 1, 255),
    step('capacity-management', 250, 'privacy-officer', {
      ...{ kind: 'submitted', version: 1, route: 'not-needed', text: say.reasonNone },
      body: country === 'nl' ? 'works-council' : 'main-med',
    }),
    decided('capacity-management', 1, 245),
    announced('capacity-management', 1, 240),
    activated('capacity-management', 1, 190),
    propose('phone-container', 200, phones),
    ...wholeWay('phone-container', 200),
    step('phone-container', 30, 'municipal-secretary', { kind: 'ended', text: say.ended }),
    propose('mailbox-access', 90, fresh(textOf('mailbox-access'), on)),
    step('mailbox-access', 86, 'dpo', { kind: 'advised', version: 1, outcome: 'with-remarks', text: say.remarks }),
    step('mailbox-access', 80, 'privacy-officer', {
      ...{ kind: 'submitted', version: 1, consequences: say.consequences, adviceAnswer: say.answer },
      ...(country === 'nl'
        ? { route: 'consent', body: 'works-council', text: say.reasons }
        : { route: 'med-discussion', body: 'main-med', text: say.discuss }),
    }),
    met('mailbox-access', 1, 70),
    step('mailbox-access', 60, 'works-council-member', {
      ...{ kind: 'represented', version: 1, text: say.refused, evidence: evidence('mailbox-access', 60) },
      ...{ outcome: country === 'nl' ? 'refused' : 'discussed', conditions: [], delegated: [] },
    }),
    propose('mail-and-web-filter', 75, fresh(textOf('mail-and-web-filter'), on)),
    advised('mail-and-web-filter', 1, 70),
    submitted('mail-and-web-filter', 1, 66),
    met('mail-and-web-filter', 1, 50),
    represented('mail-and-web-filter', 1, 40, false),
    decided('mail-and-web-filter', 1, 20),
    announced('mail-and-web-filter', 1, 10),
    propose('device-management', 38, devices, 'ciso'),
    advised('device-management', 1, 36),
    step('device-management', 34, 'municipal-secretary', {
      kind: 'regularised',
      version: 1,
      until: addDays(localDate(on), 120),
      text: say.live,
    }),
    propose('phishing-exercise', 28, fresh(textOf('phishing-exercise'), on)),
    advised('phishing-exercise', 1, 24),
    submitted('phishing-exercise', 1, 20),
    step('phishing-exercise', 15, 'works-council-member', { kind: 'asked', version: 1, text: say.question }),
    step('phishing-exercise', 12, 'shop-steward', {
      ...{ kind: 'dialogue-held', day: ago(12), text: say.dialogue, openPoints: [say.open] },
      with: ['shop-stewards', 'union', 'top-management'],
    }),
    {
      ...{ measure: 'stolen-passwords', daysAgo: 2, office: 'ciso' },
      act: { kind: 'emergency', text: urgent, reasons: say.emergency, endsOn: addDays(localDate(on), 28) },
    },
    step('stolen-passwords', 2, 'municipal-secretary', { kind: 'emergency-started', version: 1 }),
    propose('monitoring-and-response', 5, wider, 'ciso'),
    {
      measure: 'security-test',
      daysAgo: 1,
      office: 'privacy-officer',
      act: { kind: 'draft', text: fresh(textOf('security-test'), on) },
    },
  ]
}

const stolenPasswords = `title:
  nl: Meekijken op de inlogservers bij gestolen wachtwoorden
  da: Følge loginserverne efter stjålne adgangskoder
  en: Watching the sign-in servers after stolen passwords
summary:
  nl: Iemand gebruikt gestolen wachtwoorden. Zolang de aanval duurt, kijken wij met spoed mee op de servers waar u inlogt. Daarna stopt het.
  da: Nogen bruger stjålne adgangskoder. Så længe angrebet varer, følger vi serverne, hvor du logger ind. Derefter stopper det.
  en: Somebody uses stolen passwords. As long as the attack lasts, we watch the servers where you sign in. After that it stops.
`

/** A model filled in for the made-up municipality, with days that lie well around today. */
function filled(
  text: string,
  on: string,
  { tool, agreement }: { readonly tool: string; readonly agreement: string },
): string {
  const day = (days: number): string => addDays(localDate(on), days)
  return text
    .replace(/^# Model declaration[^\n]*\n/, '')
    .replace(/reference: "fill in: [^"]*"/, 'reference: "DPIA 12"')
    .replace(
      /date: \d{4}-\d\d-\d\d, residualRisk: (\w+), review: \d{4}-\d\d-\d\d/,
      `date: ${day(-360)}, residualRisk: $1, review: ${day(300)}`,
    )
    .replace(/"fill in: name of the [^"]*"/g, `"${tool}"`)
    .replace(/"fill in: [^"]*"/g, `"${agreement}"`)
    .replace(/^review: .*$/m, `review: ${day(330)}`)
}

function sourceNames(text: string): readonly string[] {
  const [, sources = ''] = /^sources:\n([\s\S]*?)^\w/m.exec(text) ?? []
  return [...sources.matchAll(/^ {2}- id: ([a-z0-9-]+)$/gm)].map(([, name = '']) => name)
}
