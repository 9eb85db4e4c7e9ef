import { useCallback } from 'react'
import { useDetail, type WalkedList } from '../../state/detail.ts'

/** Opens the result of a certificate in the panel; by keyboard, the focus goes along. */
export function useOpenResult(list: WalkedList) {
  const open = useDetail((state) => state.open)
  return useCallback(
    (row: { readonly id: number }, index: number | null, by: 'keyboard' | 'pointer') => {
      void open(row.id, index, list).then(() => {
        if (by === 'keyboard') document.querySelector<HTMLElement>('[data-detail-title]')?.focus()
      })
    },
    [open, list],
  )
}
