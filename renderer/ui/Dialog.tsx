import type { ReactNode } from 'react'
import {
  Dialog as AriaDialog,
  Popover as AriaPopover,
  Heading,
  Modal,
  ModalOverlay,
  type PopoverProps,
} from 'react-aria-components'
import { t } from '../format/words.ts'
import { Button } from './Button.tsx'
import { classNames } from './class-names.ts'
import styles from './Dialog.module.css'

interface DialogProps {
  readonly title: string
  /** `alertdialog` asks before something is lost. */
  readonly role?: 'dialog' | 'alertdialog'
  /** Wider, for a list or a choice side by side. */
  readonly wide?: boolean
  onClose(): void
  readonly children: ReactNode
}

/** A dialog over the window; Esc and a press beside it close it, unless it asks a question. */
export function Dialog({ title, role = 'dialog', wide = false, onClose, children }: DialogProps) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      data-modal
      isOpen
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={classNames(styles.modal, wide && styles.wide)}>
        <AriaDialog className={styles.dialog ?? ''} role={role}>
          <Heading slot="title" className={styles.title ?? ''}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The buttons at a dialog's foot; the one that continues is at the right. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>
}

interface DialogSubmitProps {
  readonly isDisabled: boolean
  onCancel(): void
  /** What the button that sends the form says. */
  readonly children: ReactNode
}

/** The buttons at the foot of a form in a dialog: one leaves it, the other sends it. */
export function DialogSubmit({ isDisabled, onCancel, children }: DialogSubmitProps) {
  return (
    <DialogButtons>
      <Button onPress={onCancel}>{t('action.cancel')}</Button>
      <Button look="primary" type="submit" isDisabled={isDisabled}>
        {children}
      </Button>
    </DialogButtons>
  )
}

interface Props
  extends Pick<PopoverProps, 'placement' | 'isOpen' | 'onOpenChange' | 'triggerRef' | 'offset' | 'aria-label'> {
  readonly children: ReactNode
}

/** A box that floats beside a button: a menu, a choice, an explanation. */
export function Popover({ children, placement = 'bottom start', offset = 5, ...props }: Props) {
  return (
    <AriaPopover {...props} placement={placement} offset={offset} className={styles.popover ?? ''}>
      {children}
    </AriaPopover>
  )
}
