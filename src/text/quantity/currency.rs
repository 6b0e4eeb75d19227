//! Currencies.

/// A currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // The names are the codes of ISO 4217.
pub enum Currency {
    Cny = 1,
    Usd,
    Twd,
    Hkd,
    Eur,
    Jpy,
    Krw,
    Gbp,
    Sgd,
    Inr,
    Aud,
    Cad,
    Chf,
    Thb,
    Vnd,
    Idr,
    Myr,
    Php,
    Brl,
    Mxn,
    Nzd,
    Sek,
    Nok,
    Dkk,
    Ils,
    Zar,
    Aed,
    Sar,
    Rub,
    Pln,
}

impl Currency {
    /// Every currency, by its number.
    pub const ALL: [Self; 30] = [
        Self::Cny,
        Self::Usd,
        Self::Twd,
        Self::Hkd,
        Self::Eur,
        Self::Jpy,
        Self::Krw,
        Self::Gbp,
        Self::Sgd,
        Self::Inr,
        Self::Aud,
        Self::Cad,
        Self::Chf,
        Self::Thb,
        Self::Vnd,
        Self::Idr,
        Self::Myr,
        Self::Php,
        Self::Brl,
        Self::Mxn,
        Self::Nzd,
        Self::Sek,
        Self::Nok,
        Self::Dkk,
        Self::Ils,
        Self::Zar,
        Self::Aed,
        Self::Sar,
        Self::Rub,
        Self::Pln,
    ];

    /// The code of ISO 4217, such as `USD`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Twd => "TWD",
            Self::Hkd => "HKD",
            Self::Eur => "EUR",
            Self::Jpy => "JPY",
            Self::Krw => "KRW",
            Self::Gbp => "GBP",
            Self::Sgd => "SGD",
            Self::Inr => "INR",
            Self::Aud => "AUD",
            Self::Cad => "CAD",
            Self::Chf => "CHF",
            Self::Thb => "THB",
            Self::Vnd => "VND",
            Self::Idr => "IDR",
            Self::Myr => "MYR",
            Self::Php => "PHP",
            Self::Brl => "BRL",
            Self::Mxn => "MXN",
            Self::Nzd => "NZD",
            Self::Sek => "SEK",
            Self::Nok => "NOK",
            Self::Dkk => "DKK",
            Self::Ils => "ILS",
            Self::Zar => "ZAR",
            Self::Aed => "AED",
            Self::Sar => "SAR",
            Self::Rub => "RUB",
            Self::Pln => "PLN",
        }
    }

    /// A number from 1 on that stays the same from version to version.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The currency with that [number](Self::number).
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number.checked_sub(1)?)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_stay() {
        for (at, currency) in Currency::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(currency.number()), at + 1);
            assert_eq!(Currency::from_number(currency.number()), Some(currency));
            assert_eq!(Currency::from_typed(currency.code()), Some(currency));
        }
        assert_eq!(Currency::from_number(0), None);
        assert_eq!(Currency::from_number(31), None);
    }

    #[test]
    fn typed_in_any_usual_way() {
        for (code, typed) in [
            ("CNY", "rmb RMB cny yuan renminbi 人民幣 人民币 ¥ ￥ ＲＭＢ"),
            ("USD", "usd us$ US$ $ 美元 美金 dollars ＄"),
            ("TWD", "nt$ NTD twd nt 新台幣 新臺幣 台幣 臺幣"),
            ("HKD", "hk$ hkd 港元 港幣"),
            ("EUR", "eur € euro euros 歐元 欧元"),
            ("JPY", "jpy yen 日圓 日元 円"),
            ("KRW", "krw ₩ won 韓元 韓圜"),
            ("GBP", "gbp £ 英鎊 sterling"),
        ] {
            for typed in typed.split(' ') {
                let found = Currency::from_typed(typed).map(Currency::code);
                assert_eq!(found, Some(code), "{typed}");
            }
        }
        for typed in ["", "元", "usdx", "x", "us", "5", "美"] {
            assert_eq!(Currency::from_typed(typed), None, "{typed}");
        }
        assert_eq!(
            Currency::from_typed("Hong Kong dollars"),
            Some(Currency::Hkd)
        );
    }
}
