import type { ReactNode } from 'react'
import {
  Form as AriaForm,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components'
import styles from './Field.module.css'

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children'> {
  readonly label: string
  readonly hint?: string
  /** What is wrong with the text; the field then says so and is marked. */
  readonly problem?: string | null
  readonly mono?: boolean
}

/** One line of text with its label above, a hint below, and what is wrong with it. */
export function TextField({ label, hint, problem = null, mono = false, ...props }: TextFieldProps) {
  return (
    <AriaTextField {...props} className={styles.field ?? ''} isInvalid={problem !== null} validationBehavior="aria">
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={(mono ? styles.inputMono : styles.input) ?? ''} spellCheck={false} autoComplete="off" />
      {hint !== undefined && problem === null && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.problem ?? ''}>{problem}</FieldError>
    </AriaTextField>
  )
}

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
