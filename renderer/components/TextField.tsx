import {
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
