//! Which languages a PDF shows.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use maslahat_model::Register;

use crate::PdfError;

/// The word that asks for every language.
const ALL: &str = "all";

/// Which languages a PDF shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Edition {
    /// The original language.
    #[default]
    Original,
    /// This language where there is a text in it, else the original, marked.
    Language(String),
    /// The original, and under each paragraph all its other languages.
    All,
}

impl FromStr for Edition {
    type Err = Infallible;

    /// A language tag, or `all`.
    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(match word {
            "" => Self::Original,
            ALL => Self::All,
            lang => Self::Language(lang.to_owned()),
        })
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Original => "",
            Self::Language(lang) => lang,
            Self::All => ALL,
        })
    }
}

impl Edition {
    /// The language of the pages: fixed words, direction, and every text that has it.
    pub(super) fn lead<'a>(&'a self, register: &'a Register) -> Result<&'a str, PdfError> {
        match self {
            Self::Original | Self::All => Ok(&register.original_language),
            Self::Language(lang) if *lang == register.original_language || register.languages.contains(lang) => {
                Ok(lang)
            }
            Self::Language(lang) => {
                Err(PdfError::UnknownLanguage { lang: lang.clone(), known: register.languages.clone() })
            }
        }
    }
}
