"""Drupal's Webform and OS2Forms: the configuration of one form, as YAML, alone or with its translations in a zip."""
