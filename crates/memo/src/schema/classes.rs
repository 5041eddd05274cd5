//! The macro that turns a class description into a struct, its table and its mapping.

/// Defines model classes.
///
/// ```text
/// Sender("Sender", Memo) {
///     /// docs
///     one sender_id: String = leaf!("senderID", Identifier);
///     opt attention_data: AttentionData = cls!();
/// }
/// ```
/// `one`, `opt` and `many` make the Rust field `T`, `Option<T>` and `Vec<T>` and the cardinality 1, 0..1, 0..n;
/// builder calls after `leaf!`/`cls!` refine it ([`Field`](crate::schema::Field)).
macro_rules! classes {
    ($(
        $(#[$meta:meta])*
        $class:ident($name:literal, $ns:ident) {
            $( $(#[$fmeta:meta])* $card:ident $field:ident : $ty:ty = $kind:ident!($($arg:tt)*) $(.$method:ident($($marg:tt)*))* ; )*
        }
    )*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Default)]
        pub struct $class {
            $( $(#[$fmeta])* pub $field: $crate::schema::cardinality!(type $card $ty), )*
        }

        impl $crate::schema_traits::Class for $class {
            const DEF: &'static $crate::schema::ClassDef = &$crate::schema::ClassDef {
                name: $name,
                ns: $crate::schema::Ns::$ns,
                fields: &[ $(
                    $crate::schema::cardinality!(apply $card $crate::schema::$kind!($ns $ty, $($arg)*))
                        $(.$method($($marg)*))*,
                )* ],
            };

            fn read_field<I: $crate::xml::Input>(
                &mut self,
                index: usize,
                engine: &mut $crate::read::Engine<'_, I>,
            ) -> Result<(), $crate::read::Stop> {
                let _field = &<Self as $crate::schema_traits::Class>::DEF.fields[index];
                let mut _at = 0usize;
                $(
                    if index == _at {
                        let value = <$ty as $crate::schema_traits::Value>::read(engine, _field)?;
                        $crate::schema::slot_set!($card self.$field, value);
                        return Ok(());
                    }
                    _at += 1;
                )*
                Ok(())
            }

            fn visit<V: $crate::schema_traits::Visitor>(&self, visitor: &mut V) -> Result<(), V::Error> {
                let mut _fields = <Self as $crate::schema_traits::Class>::DEF.fields.iter();
                $(
                    if let Some(field) = _fields.next() {
                        $crate::schema::slot_visit!($card self.$field, field, visitor);
                    }
                )*
                Ok(())
            }
        }

        impl std::fmt::Debug for $class {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::schema_traits::debug_class(self, f)
            }
        }
    )*};
}

macro_rules! cardinality {
    (type one $ty:ty) => { $ty };
    (type opt $ty:ty) => { Option<$ty> };
    (type many $ty:ty) => { Vec<$ty> };
    (apply one $field:expr) => { $field.card(1, 1) };
    (apply opt $field:expr) => { $field.card(0, 1) };
    (apply many $field:expr) => { $field.card(0, u32::MAX) };
}

macro_rules! leaf {
    ($ns:ident $ty:ty, $name:literal, $type:ident) => {
        $crate::schema::Field::leaf($name, $crate::schema::Ns::$ns, $crate::schema::Type::$type)
    };
}

macro_rules! cls {
    ($ns:ident $ty:ty, ) => {
        $crate::schema::Field::class(<$ty as $crate::schema_traits::Class>::DEF)
    };
}

macro_rules! slot_set {
    (one $slot:expr, $value:expr) => {
        $slot = $value
    };
    (opt $slot:expr, $value:expr) => {
        $slot = Some($value)
    };
    (many $slot:expr, $value:expr) => {
        $slot.push($value)
    };
}

macro_rules! slot_visit {
    (one $slot:expr, $field:ident, $visitor:ident) => {
        $crate::schema_traits::visit_slot($field, std::slice::from_ref(&$slot), $visitor)?
    };
    (opt $slot:expr, $field:ident, $visitor:ident) => {
        $crate::schema_traits::visit_slot($field, $slot.as_slice(), $visitor)?
    };
    (many $slot:expr, $field:ident, $visitor:ident) => {
        $crate::schema_traits::visit_slot($field, &$slot, $visitor)?
    };
}

pub(crate) use {cardinality, classes, cls, leaf, slot_set, slot_visit};
