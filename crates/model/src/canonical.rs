//! JSON in its one canonical form (RFC 8785), for whatever is hashed or signed.

use serde::Serialize;

/// The canonical bytes of a value. Anyone with an RFC 8785 implementation gets the same.
///
/// # Errors
/// The value has no JSON form: a map with keys that are not strings, a number that is not finite.
pub fn canonical_json(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_form_is_that_of_rfc_8785() {
        // The examples of sections 3.2.2 and 3.2.3.
        let value: serde_json::Value = serde_json::from_str(
            r#"{
                "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
                "literals": [null, true, false]
            }"#,
        )
        .unwrap();
        let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
        assert_eq!(String::from_utf8(canonical_json(&value).unwrap()).unwrap(), expected);
        let keys = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        let order: Vec<char> =
            String::from_utf8(canonical_json(&keys).unwrap()).unwrap().chars().filter(char::is_ascii_digit).collect();
        // "\r", "1" (key, then value), …: by UTF-16 units, not by code points.
        assert_eq!(order, ['2', '1', '4', '6', '7', '1', '5', '3']);
    }
}
