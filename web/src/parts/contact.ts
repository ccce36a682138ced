import { t } from '@/i18n'

interface Named { name: string; email: string }

/** What a customer is called; an erased person has neither name nor address. */
export const fullName = (contact: Named): string => contact.name || contact.email || t('person.gone')
export const firstName = (contact: Named): string => contact.name.split(' ')[0] || contact.email || t('person.gone')
export const isGone = (contact: Named): boolean => !contact.name && !contact.email
