-- A list of contacts by E-Mail is in the order of an index, too, in which capital and
-- small letters are alike.
-- +goose Up
CREATE INDEX contact_e_mail_order ON contact (e_mail COLLATE NOCASE, no);
