import type { ReactNode } from 'react'
import { Form as AriaForm } from 'react-aria-components'

interface FormProps {
  readonly className: string | undefined
  readonly children: ReactNode
  /** Looks at what was filled in, marks what is wrong with it, and acts where nothing is. */
  onSubmit(): void
}

/** Fields that are sent together. Where some are wrong, sending leads to the first of them. */
export function Form({ className, children, onSubmit }: FormProps) {
  return (
    <AriaForm
      className={className ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
        focusFirstProblem(event.currentTarget)
      }}
    >
      {children}
    </AriaForm>
  )
}

/** Puts the focus into the first field that is marked as wrong, once the marks are drawn; nowhere when none is. */
export function focusFirstProblem(within: Element | null): void {
  requestAnimationFrame(() => within?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
