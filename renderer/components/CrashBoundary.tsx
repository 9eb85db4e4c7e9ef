import { Component, type ReactNode } from 'react'
import { t } from '../i18n.ts'
import { Button } from './Button.tsx'
import styles from './CrashBoundary.module.css'
import { ErrorMessage } from './ErrorMessage.tsx'

const internal = { code: 'internal', detail: {} } as const

/** Keeps a window that failed to draw itself from being empty: it says so, and draws again on request. */
export class CrashBoundary extends Component<
  { readonly zone: string; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <main className={styles.page}>
        <h1 className={styles.title}>{t('error.title')}</h1>
        <ErrorMessage error={internal} zone={this.props.zone} focus>
          <Button onPress={() => this.setState({ failed: false })}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      </main>
    )
  }
}
