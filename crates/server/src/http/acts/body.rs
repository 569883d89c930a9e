//! The acts as the description shows them. The core's own type, which reads them, knows nothing of
//! OpenAPI; a test holds the two together.

use maslahat_model::Role;
use utoipa::ToSchema;

/// One of the acts; `type` says which.
#[derive(ToSchema, serde::Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schema(as = Act)]
#[expect(dead_code, reason = "only described, never made")]
pub(crate) enum ActBody {
    /// Closes texts for good: the named paragraphs with their parts, in one language or all; or the whole draft.
    Freeze {
        #[schema(required = false, nullable = false)]
        paragraphs: Vec<String>,
        #[schema(required = false)]
        lang: Option<String>,
        #[schema(required = false)]
        scope: Option<ScopeBody>,
    },
    /// Continues frozen texts in new ones.
    Reopen {
        #[schema(required = false, nullable = false)]
        paragraphs: Vec<String>,
        #[schema(required = false)]
        lang: Option<String>,
        #[schema(required = false)]
        scope: Option<ScopeBody>,
    },
    /// Says how far a paragraph has come.
    SetStatus { paragraph: String, status: StatusBody },
    /// By the proposal's author.
    WithdrawProposal { proposal: String },
    RejectProposal {
        proposal: String,
        #[schema(required = false)]
        reason: Option<String>,
    },
    /// Merges the proposal into the paragraph's open text.
    AcceptProposal { proposal: String },
    /// What a person may do in this draft changes from here on. By the secretariat.
    SetRole {
        person: String,
        #[schema(value_type = String)]
        role: Role,
    },
    /// A person loses access to this draft, for good. By the secretariat.
    Revoke { person: String },
}

/// Wider than a list of paragraphs.
#[derive(ToSchema, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[schema(as = Scope)]
#[expect(dead_code, reason = "only described, never made")]
pub(crate) enum ScopeBody {
    Draft,
}

/// How far a paragraph has come. `frozen` and `late_proposal` follow from other acts.
#[derive(ToSchema, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[schema(as = Status)]
#[expect(dead_code, reason = "only described, never made")]
pub(crate) enum StatusBody {
    Draft,
    Bracketed,
    AgreedAdRef,
    Agreed,
    UnderSilence,
    Withdrawn,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use maslahat_sync_core::Act;
    use serde_json::{Value, json};
    use utoipa::PartialSchema as _;

    use super::*;

    #[test]
    fn every_act_is_described_and_nothing_else() {
        let unknown = serde_json::from_value::<Act>(json!({"type": "?"})).unwrap_err().to_string();
        let (_, known) = unknown.split_once("expected one of ").unwrap();
        let known: BTreeSet<&str> = known.split('`').skip(1).step_by(2).collect();
        let schema = serde_json::to_value(ActBody::schema()).unwrap();
        let described: BTreeSet<&str> = schema["oneOf"].as_array().unwrap().iter().map(named).collect();
        assert_eq!(described, known);
    }

    /// The name of the act that a part of the schema is about.
    fn named(part: &Value) -> &str {
        let parts = part["allOf"].as_array().map_or_else(|| std::slice::from_ref(part), Vec::as_slice);
        let mut names = parts.iter().filter_map(|part| part["properties"]["type"]["enum"][0].as_str());
        names.next().unwrap()
    }

    #[test]
    fn every_status_that_can_be_set_is_described() {
        let schema = serde_json::to_value(StatusBody::schema()).unwrap();
        let described: BTreeSet<&str> = schema["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let derived = ["frozen", "late_proposal"];
        let known: BTreeSet<&str> = maslahat_model::Status::ALL.iter().map(|status| status.as_str()).collect();
        assert_eq!(described, known.into_iter().filter(|status| !derived.contains(status)).collect());
    }
}
