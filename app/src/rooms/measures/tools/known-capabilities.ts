import type { LocalText } from '../declaration.ts'
import type { CapabilityKind } from '../vocabulary.ts'

/** A thing that tools can do, in words that staff read. */
export type KnownCapability = { readonly kind: CapabilityKind; readonly what: Required<LocalText> }

const one = (kind: CapabilityKind, nl: string, da: string, en: string): KnownCapability => ({
  kind,
  what: { nl, da, en },
})

/** What exported settings can say that a tool does. Closed: each reader names one of these. */
export const knownCapabilities = {
  inventory: one(
    'ordinary',
    'De stand van elk apparaat opvragen.',
    'Hente hver enheds tilstand.',
    'Ask the state of each device.',
  ),
  'force-update': one('ordinary', 'Updates afdwingen.', 'Gennemtvinge opdateringer.', 'Force updates.'),
  'block-access': one(
    'ordinary',
    'Toegang weigeren aan een apparaat dat niet voldoet.',
    'Afvise en enhed, der ikke opfylder kravene.',
    'Refuse access to a device that does not comply.',
  ),
  'wipe-device': one(
    'ordinary',
    'Een apparaat op afstand helemaal wissen.',
    'Slette en enhed helt på afstand.',
    'Wipe a device wholly from a distance.',
  ),
  'wipe-work-part': one(
    'ordinary',
    'Het werkdeel van een apparaat op afstand wissen.',
    'Slette arbejdsdelen af en enhed på afstand.',
    'Wipe the work part of a device from a distance.',
  ),
  'lock-device': one(
    'ordinary',
    'Een apparaat op afstand vergrendelen.',
    'Låse en enhed på afstand.',
    'Lock a device from a distance.',
  ),
  locate: one('locates', 'Opvragen waar een apparaat is.', 'Finde ud af, hvor en enhed er.', 'Ask where a device is.'),
  'app-use': one(
    'evaluates-workers',
    'Bijhouden welke programma’s iemand gebruikt.',
    'Registrere, hvilke programmer nogen bruger.',
    'Record which programs somebody uses.',
  ),
  'app-inventory': one(
    'ordinary',
    'Opvragen welke programma’s zijn geïnstalleerd.',
    'Hente listen over installerede programmer.',
    'Ask which programs are installed.',
  ),
  'remote-screen': one(
    'records-screen-or-keys',
    'Meekijken op het scherm.',
    'Se skærmen på afstand.',
    'Look at the screen from a distance.',
  ),
  'diagnostic-data': one(
    'ordinary',
    'Gegevens over het gebruik van het apparaat naar de leverancier sturen.',
    'Sende oplysninger om brug af enheden til leverandøren.',
    'Send data about the use of the device to the supplier.',
  ),
  'camera-control': one(
    'ordinary',
    'De camera van een apparaat aan- of uitzetten.',
    'Slå enhedens kamera til eller fra.',
    'Switch the camera of a device on or off.',
  ),
  'browse-history': one(
    'reads-content',
    'Zien welke websites iemand bezoekt.',
    'Se, hvilke websteder nogen besøger.',
    'See which websites somebody visits.',
  ),
  'network-sniffing': one(
    'reads-content',
    'Meelezen met het netwerkverkeer van een apparaat.',
    'Læse med i enhedens netværkstrafik.',
    'Read along with the network traffic of a device.',
  ),
  'screen-capture': one(
    'records-screen-or-keys',
    'Schermafbeeldingen maken of tegenhouden.',
    'Tage eller forhindre skærmbilleder.',
    'Make or prevent pictures of the screen.',
  ),
  'arbitrary-settings': one(
    'ordinary',
    'Elke andere instelling van het apparaat veranderen.',
    'Ændre enhver anden indstilling på enheden.',
    'Change any other setting of the device.',
  ),
  'hunt-events': one(
    'ordinary',
    'Zoeken in alles wat op een apparaat gebeurt.',
    'Søge i alt, hvad der sker på en enhed.',
    'Search in all that happens on a device.',
  ),
  'isolate-device': one(
    'ordinary',
    'Een apparaat van het netwerk halen.',
    'Tage en enhed af netværket.',
    'Take a device off the network.',
  ),
  'disable-account': one('ordinary', 'Een account blokkeren.', 'Spærre en konto.', 'Disable an account.'),
  'reset-password': one(
    'ordinary',
    'Iemand een nieuw wachtwoord laten kiezen.',
    'Tvinge et nyt kodeord.',
    'Force a new password.',
  ),
  'end-sessions': one(
    'ordinary',
    'Sessies van een account beëindigen.',
    'Afslutte en kontos sessioner.',
    'End the sessions of an account.',
  ),
  'block-file': one(
    'ordinary',
    'Een bestand of programma blokkeren.',
    'Blokere en fil eller et program.',
    'Block a file or a program.',
  ),
  'collect-package': one(
    'reads-content',
    'Bestanden en logboeken van een apparaat ophalen voor onderzoek.',
    'Hente filer og logger fra en enhed til undersøgelse.',
    'Fetch files and logs of a device for an investigation.',
  ),
  'hold-message': one(
    'reads-content',
    'Een bericht uit een postvak halen.',
    'Fjerne en besked fra en postkasse.',
    'Take a message out of a mailbox.',
  ),
  'learn-behaviour': one(
    'evaluates-workers',
    'Leren wat gewoon is voor een account en melden wat afwijkt.',
    'Lære, hvad der er normalt for en konto, og melde afvigelser.',
    'Learn what is usual for an account and report what differs.',
  ),
  'ask-any-table': one(
    'ordinary',
    'Elke vraag stellen die de agent kan beantwoorden.',
    'Stille ethvert spørgsmål, som agenten kan besvare.',
    'Ask every question that the agent can answer.',
  ),
  'carve-files': one(
    'reads-content',
    'Bestanden van een apparaat kopiëren.',
    'Kopiere filer fra en enhed.',
    'Copy files from a device.',
  ),
  'watch-files': one(
    'ordinary',
    'Zien dat een bestand verandert.',
    'Se, at en fil ændres.',
    'See that a file changes.',
  ),
  'read-file-changes': one(
    'reads-content',
    'Lezen wat er in een bestand verandert.',
    'Læse, hvad der ændres i en fil.',
    'Read what changes in a file.',
  ),
  'who-changed-files': one(
    'ordinary',
    'Zien welk account een bestand verandert.',
    'Se, hvilken konto der ændrer en fil.',
    'See which account changes a file.',
  ),
  'active-response': one(
    'ordinary',
    'Zonder mens ingrijpen op een apparaat.',
    'Gribe ind på en enhed uden et menneske.',
    'Intervene on a device without a person.',
  ),
  'run-commands': one(
    'ordinary',
    'Opdrachten uitvoeren op een apparaat.',
    'Udføre kommandoer på en enhed.',
    'Run commands on a device.',
  ),
  'shell-history': one(
    'reads-content',
    'Lezen welke opdrachten iemand typte.',
    'Læse, hvilke kommandoer nogen har skrevet.',
    'Read which commands somebody typed.',
  ),
} as const satisfies Readonly<Record<string, KnownCapability>>

/** Name of a known capability. */
export type CapabilityName = keyof typeof knownCapabilities
