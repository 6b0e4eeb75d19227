//! The names of roles.

use super::messages::Messages;
use crate::model::Role;

impl Messages {
    /// A role.
    pub(in crate::interface) fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Executive => self.role_executive,
            Role::Ir => self.role_ir,
            Role::Analyst => self.role_analyst,
            Role::Operator => self.role_operator,
            Role::Unidentified => self.role_unidentified,
            Role::Editor => self.role_editor,
        }
    }
}
