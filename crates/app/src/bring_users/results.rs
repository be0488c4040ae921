//! What became of the lines of a list, as it is kept.

use crate::AppError;
use crate::import_merchants::TakenOver;
use crate::read_users::Unclear;
use domain::registration::{Field, Problem};

/// The results as they are kept, a line each.
pub(super) fn written(results: &[TakenOver<Field>]) -> String {
    results.iter().map(|result| word(result) + "\n").collect()
}

fn word(result: &TakenOver<Field>) -> String {
    let all = |words: Vec<&'static str>| words.join(",");
    match result {
        TakenOver::New => "new".to_owned(),
        TakenOver::Same => "same".to_owned(),
        TakenOver::NoMerchant => "no_merchant".to_owned(),
        TakenOver::NoAddress => "no_address".to_owned(),
        TakenOver::Differs(fields) => {
            format!("differs {}", all(fields.iter().map(|f| f.word()).collect()))
        }
        TakenOver::Refused(problems) => {
            format!(
                "refused {}",
                all(problems.iter().map(|p| p.word()).collect())
            )
        }
        TakenOver::Unclear(Unclear::Word(field)) => format!("unclear {}", field.word()),
        TakenOver::Unclear(Unclear::Twice(field, line)) => format!("twice {},{line}", field.word()),
    }
}

/// Reads what [`written`] wrote.
///
/// # Errors
/// [`AppError::Fault`].
pub(super) fn results_of(text: &str) -> Result<Vec<TakenOver<Field>>, AppError> {
    let results = text.lines().map(result_of).collect::<Option<Vec<_>>>();
    results.ok_or_else(|| AppError::Fault("results that are none".to_owned()))
}

fn result_of(line: &str) -> Option<TakenOver<Field>> {
    let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
    Some(match kind {
        "new" => TakenOver::New,
        "same" => TakenOver::Same,
        "no_merchant" => TakenOver::NoMerchant,
        "no_address" => TakenOver::NoAddress,
        "differs" => TakenOver::Differs(
            rest.split(',')
                .map(Field::from_word)
                .collect::<Option<_>>()?,
        ),
        "refused" => TakenOver::Refused(
            rest.split(',')
                .map(Problem::from_word)
                .collect::<Option<_>>()?,
        ),
        "unclear" => TakenOver::Unclear(Unclear::Word(Field::from_word(rest)?)),
        "twice" => {
            let (field, line) = rest.split_once(',')?;
            TakenOver::Unclear(Unclear::Twice(Field::from_word(field)?, line.parse().ok()?))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{results_of, written};
    use crate::TakenOver;
    use crate::read_users::Unclear;
    use domain::registration::{Field, Problem};

    #[test]
    fn every_result_is_read_back_as_it_was_written() {
        let mut all = vec![
            TakenOver::New,
            TakenOver::Same,
            TakenOver::NoMerchant,
            TakenOver::NoAddress,
            TakenOver::Differs(Field::ALL.to_vec()),
            TakenOver::Refused(Problem::ALL.to_vec()),
        ];
        for field in Field::ALL {
            all.push(TakenOver::Unclear(Unclear::Word(field)));
            all.push(TakenOver::Unclear(Unclear::Twice(field, 17)));
        }
        assert_eq!(results_of(&written(&all)).unwrap(), all);
        assert!(results_of("refused nonsense\n").is_err());
    }
}
