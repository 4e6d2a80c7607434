import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../components/button.tsx'
import { chosenFiles } from './dropped-files.ts'
import { addFiles } from './uploads.ts'

/** Chooses files in the dialog of the system, for those who do not drag. */
export function UploadButton() {
  const { t } = useTranslation('evidence')
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <input ref={field} type="file" multiple hidden onChange={({ target }) => {
        if (target.files !== null) addFiles(chosenFiles(target.files))
        target.value = ''
      }} />
      <Button look="primary" icon="upload" onClick={() => field.current?.click()}>{t('upload.choose')}</Button>
    </>
  )
}
