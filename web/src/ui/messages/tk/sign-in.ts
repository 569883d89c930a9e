import type { Messages } from ".."

const problems: Messages["signIn"]["problems"] = {
  openid_not_offered: "Bu serwere diňe çakylyk baglanyşygy bilen girip bolýar.",
  openid_unbound: "Bu giriş başga brauzerde ýa-da on minutdan öň başlandy. Ony şu ýerde täzeden başlaň.",
  openid_declined: "Hasap hyzmaty sizi goýbermedi ýa-da siz ol ýerde ret etdiňiz.",
  openid_code_refused: "Bu giriş öň ulanyldy ýa-da örän uzaga çekdi. Täzeden başlaň.",
  openid_token_refused:
    "Hasap hyzmatynyň maglumatyna ynanyp bolmaýar, şonuň üçin hiç kim girizilmedi. Gaýtalansa, serwere jogapkärlere habar beriň.",
  openid_claim_missing:
    "Hasap hyzmaty kimdigiňizi aýtmaýar ýa-da poçtaňyzy tassyklamady. Ony şol ýerde tassyklap, täzeden başlaň.",
  openid_person_unknown:
    "Hasap hyzmaty sizi tanaýar, ýöne bu ýerde size açyk taslama ýok. Sekretariatdan sizi girizmegi haýyş ediň.",
  openid_unavailable: "Hasap hyzmaty häzir jogap bermeýär. Bir minutdan soň ýene synanyşyň.",
  access_revoked: "Sekretariat siziň girmek hukugyňyzy bes etdi. Bu ýalňyşlyk bolsa, oňa ýüz tutuň.",
}

export const signIn: Messages["signIn"] = {
  title: "Giriş",
  explain: "Size iberilen çakylyk baglanyşygyny açyň.",
  refused: "Siz girmediňiz",
  other: "Serwer sizi girizip bilmedi. Birazdan ýene synanyşyň.",
  or: "ýa-da",
  withAccount: "Hasap arkaly girmek",
  with: (provider) => `${provider} arkaly girmek`,
  problems,
}
