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
  /** Why the text is not accepted; the field shows it and is marked. */
  readonly problem?: string | null
  readonly mono?: boolean
}

/** One line of text, with its label above and a hint and any problem below. */
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
  /** Checks the fields, marks those with a problem, and acts when there is none. */
  onSubmit(): void
}

/** Fields that are sent together. When some have problems, sending moves the focus to the first of them. */
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

/** Moves the focus to the first field marked as wrong, once the marks are drawn; does nothing when none is. */
export function focusFirstProblem(within: Element | null): void {
  requestAnimationFrame(() => within?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
