//! The exponent of a power mean as text has it: a number, or `minimum` or `maximum`, for many formats know no infinity. Binary formats,
//! which cannot tell the two apart, hold the number alone.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Number(f64),
    Named(Named),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    Minimum,
    Maximum,
}

pub(super) fn serialize<S: Serializer>(exponent: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if !serializer.is_human_readable() {
        return exponent.serialize(serializer);
    }
    let written = match *exponent {
        f64::NEG_INFINITY => Written::Named(Named::Minimum),
        f64::INFINITY => Written::Named(Named::Maximum),
        number => Written::Number(number),
    };
    written.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    if !deserializer.is_human_readable() {
        return f64::deserialize(deserializer);
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Number(number) => number,
        Written::Named(Named::Minimum) => f64::NEG_INFINITY,
        Written::Named(Named::Maximum) => f64::INFINITY,
    })
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::Objective;

    #[test]
    fn every_exponent_is_read_as_it_was_written() {
        for exponent in [f64::NEG_INFINITY, -1.0, 0.5, f64::INFINITY] {
            let objective = Objective::PowerMean(exponent);
            let text = serde_json::to_string(&objective).expect("text");
            assert_eq!(
                serde_json::from_str::<Objective>(&text).ok(),
                Some(objective),
                "{text}"
            );
            let bytes = postcard::to_stdvec(&objective).expect("bytes");
            assert_eq!(
                postcard::from_bytes::<Objective>(&bytes).ok(),
                Some(objective)
            );
        }
        let text = serde_json::to_string(&Objective::PowerMean(f64::INFINITY));
        assert_eq!(text.ok().as_deref(), Some(r#"{"power_mean":"maximum"}"#));
    }
}
