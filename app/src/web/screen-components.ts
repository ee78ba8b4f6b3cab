import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { ScreenNotLoaded } from './ErrorBoundary.tsx'
import type { ScreenId, ScreenParams } from './screens.ts'

/** What a screen gets: the named parts of its address. */
export type ScreenProps = { readonly params: ScreenParams }

type Screen = ComponentType<ScreenProps>

/** The code of each screen of `screens.ts`. Each is a file of its own that is loaded when somebody goes there. */
export const screenComponents: Readonly<Record<ScreenId, LazyExoticComponent<Screen>>> = {
  start: onDemand(async () => (await import('./screens/Start.tsx')).Start),
  me: onDemand(async () => (await import('./screens/Me.tsx')).Me),
  'set-up': onDemand(async () => (await import('../rooms/people/web/SetUp.tsx')).SetUp),
  staff: onDemand(async () => (await import('../rooms/people/web/Staff.tsx')).Staff),
  'staff-import': onDemand(async () => (await import('../rooms/people/web/StaffImport.tsx')).StaffImport),
  'staff-new': onDemand(async () => (await import('../rooms/people/web/NewEmployee.tsx')).NewEmployee),
  employee: onDemand(async () => (await import('../rooms/people/web/Employee.tsx')).Employee),
  'processing-log': onDemand(async () => (await import('../rooms/people/web/ProcessingLog.tsx')).ProcessingLog),
  'decision-log': onDemand(async () => (await import('../rooms/people/web/DecisionLog.tsx')).DecisionLog),
  record: onDemand(async () => (await import('../rooms/people/web/RecordDetail.tsx')).RecordDetail),
  proposals: onDemand(async () => (await import('../rooms/people/web/Proposals.tsx')).Proposals),
  measures: onDemand(async () => (await import('../rooms/measures/web/Measures.tsx')).Measures),
  'measure-new': onDemand(async () => (await import('../rooms/measures/web/NewMeasure.tsx')).NewMeasure),
  measure: onDemand(async () => (await import('../rooms/measures/web/Measure.tsx')).Measure),
  'measure-edit': onDemand(async () => (await import('../rooms/measures/web/MeasureEdit.tsx')).MeasureEdit),
  'measure-version': onDemand(async () => (await import('../rooms/measures/web/MeasureVersion.tsx')).MeasureVersion),
  'measure-changes': onDemand(async () => (await import('../rooms/measures/web/MeasureChanges.tsx')).MeasureChanges),
  'measure-dossier': onDemand(async () => (await import('../rooms/measures/web/MeasureDossier.tsx')).MeasureDossier),
  'measure-drift': onDemand(async () => (await import('../rooms/measures/web/MeasureDrift.tsx')).MeasureDrift),
  'oversight-report': onDemand(async () => (await import('../rooms/measures/web/OversightReport.tsx')).OversightReport),
  'measure-step': onDemand(async () => (await import('../rooms/measures/web/MeasureStep.tsx')).MeasureStep),
  units: onDemand(async () => (await import('../rooms/people/web/Units.tsx')).Units),
  offices: onDemand(async () => (await import('../rooms/people/web/Offices.tsx')).Offices),
  tasks: onDemand(async () => (await import('../rooms/people/web/Tasks.tsx')).Tasks),
  connections: onDemand(async () => (await import('../rooms/people/web/Connections.tsx')).Connections),
  log: onDemand(async () => (await import('../rooms/log/web/ReadLog.tsx')).ReadLog),
  'log-entry': onDemand(async () => (await import('../rooms/log/web/LogEntry.tsx')).LogEntry),
  'log-own': onDemand(async () => (await import('../rooms/log/web/OwnEntries.tsx')).OwnEntries),
  'verify-log': onDemand(async () => (await import('../rooms/log/web/VerifyLog.tsx')).VerifyLog),
  permissions: onDemand(async () => (await import('./screens/Permissions.tsx')).Permissions),
  about: onDemand(async () => (await import('./screens/About.tsx')).About),
  'sign-in': onDemand(async () => (await import('./screens/SignIn.tsx')).SignIn),
  'signed-in': onDemand(async () => (await import('./screens/SignedIn.tsx')).SignedIn),
}

function onDemand(load: () => Promise<Screen>): LazyExoticComponent<Screen> {
  return lazy(async () => {
    try {
      return { default: await load() }
    } catch (cause) {
      throw new ScreenNotLoaded('could not load the screen', { cause })
    }
  })
}
