//! What a route may answer when it does not do what it was asked, for the description. What follows from
//! the guard, from the method and from what a route takes is worked out here; what only one route says
//! stands with its handler. The tests compare every answer with it.

use std::collections::BTreeMap;

use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};

use super::access::Access;
use super::problem::Code;

/// Adds the problems that the handler does not name itself.
pub(super) fn describe(operation: &mut Operation, method: &str, access: Access) {
    let mut common: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for code in codes(operation, method, access) {
        common.entry(code.status()).or_default().push(code.as_str());
    }
    let responses = &mut operation.responses.responses;
    for (status, words) in common {
        let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
        let mut words = words.join(", ");
        if let Some(RefOr::T(own)) = responses.get(&status.to_string()) {
            words = format!("{}, {words}", own.description);
        }
        let problem = ResponseBuilder::new().description(words).build();
        responses.insert(status.to_string(), RefOr::T(problem));
    }
    for (status, response) in responses.iter_mut() {
        let RefOr::T(response) = response else { continue };
        if status.starts_with(['4', '5']) && response.content.is_empty() {
            let schema = Content::new(Some(Ref::from_schema_name("Problem")));
            response.content.insert("application/problem+json".to_owned(), RefOr::T(schema));
        }
    }
}

fn codes(operation: &Operation, method: &str, access: Access) -> Vec<Code> {
    let mut codes = vec![Code::HostMalformed, Code::BodyLarge, Code::TooManyRequests, Code::Internal];
    if access != Access::Anyone {
        codes.extend([Code::NotSignedIn, Code::SessionUnknown, Code::SessionExpired, Code::AccessRevoked]);
    }
    match access {
        Access::Anyone | Access::SignedIn => {}
        Access::Secretariat => codes.push(Code::RoleForbidden),
        Access::Member(_) => codes.extend([
            Code::NotAMember,
            Code::RoleForbidden,
            Code::DraftUnknown,
            Code::DraftDamaged,
            Code::Busy,
            Code::StoreUnavailable,
        ]),
    }
    if method != "GET" {
        codes.extend([Code::OriginForbidden, Code::DiskFull]);
        if !matches!(access, Access::Member(_)) {
            codes.extend([Code::Busy, Code::StoreUnavailable]);
        }
    }
    if operation.request_body.is_some() {
        let of_body = [Code::BodyBroken, Code::JsonMalformed, Code::BodySlow, Code::ContentType, Code::JsonUnexpected];
        codes.extend(of_body);
    }
    let mut parameters = operation.parameters.iter().flatten();
    let in_query = |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query);
    if parameters.any(in_query) {
        codes.push(Code::QueryMalformed);
    }
    codes
}
