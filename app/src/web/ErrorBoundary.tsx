import { Component, type ReactNode } from 'react'
import { FaultPage } from './FaultPage.tsx'

/** Thrown when the code of a screen cannot be loaded: no connection, or a newer version has replaced it. */
export class ScreenNotLoaded extends Error {}

type Props = {
  readonly children: ReactNode /** A change of this gives the screen another chance. */
  readonly place: string
}
type State = { readonly fault: unknown; readonly place: string }

/** Catches a fault in a screen, so that the rest of the page stays usable. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { fault: undefined, place: this.props.place }

  static getDerivedStateFromError(fault: unknown): Partial<State> {
    return { fault }
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { fault: undefined, place: props.place }
  }

  override render(): ReactNode {
    if (this.state.fault === undefined) return this.props.children
    return <FaultPage fault={this.state.fault} isNotLoaded={this.state.fault instanceof ScreenNotLoaded} />
  }
}
