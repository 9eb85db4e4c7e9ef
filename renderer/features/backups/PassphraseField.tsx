import type { ComponentProps } from 'react'
import { TextField } from '../../ui/TextField.tsx'

/** A passphrase, hidden while it is typed. */
export const PassphraseField = (props: Omit<ComponentProps<typeof TextField>, 'type' | 'maxLength' | 'mono'>) => (
  <TextField {...props} type="password" maxLength={1_000} />
)
