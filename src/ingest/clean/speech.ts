const speechWord =
  /\b(?:said|says|say|told|tells|added|adds|wrote|writes|asked|asks|replied|testified|tweeted|according to|called|argued|warned|announced|stated|recalled|insisted|acknowledged|noted|explained|responded)\b/;

/** Whether a paragraph quotes someone. Such a paragraph is reporting, and no rule of the cleaning takes it out. */
export function isSpeech(paragraph: string): boolean {
  return /["“”«»„]/.test(paragraph) && speechWord.test(paragraph);
}

/** Whether a paragraph ends as a sentence does. */
export function endsSentence(paragraph: string): boolean {
  return /[.!?…:;]["'”’»)\]]*$/.test(paragraph);
}
